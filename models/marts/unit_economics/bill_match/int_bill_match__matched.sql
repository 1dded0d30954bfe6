-- One row per provider, scope, model, class, tier, day and currency that is used or billed, with both sides
-- in the currency of the bill.
{%- set compared = [
    'list_cost', 'contracted_cost', 'lowest_list_cost', 'highest_list_cost', 'list_unit_price', 'contracted_unit_price',
] %}
with sides as (
    select * from {{ ref('int_bill_match__sides') }}
),

rates as (
    select * from {{ ref('int_bill_match__rates') }}
),

with_rates as (
    select
        sides.*,
        rates.bill_rate,
        rates.market_rate
    from sides
    left join rates
        on
            case when sides.is_of_other_currency then sides.provider_name end = rates.provider_name
            and sides.delivery_scope = rates.delivery_scope
            and {{ period_of('sides.usage_date') }} = rates.billing_period
            and sides.list_currency = rates.list_currency
            and sides.currency = rates.currency
            and sides.model_id = rates.model_id
            and sides.token_class = rates.token_class
            and sides.service_tier = rates.service_tier
)

-- In another currency the list is compared where the bill has one rate; elsewhere price and rate cannot be
-- told apart.
select
    with_rates.* replace (
        {% for column in compared -%}
            case
                when not is_of_other_currency then {{ column }}
                when bill_rate is not null then {{ money_times(column, 'bill_rate') }}
            end as {{ column }},
        {% endfor -%}
        case when is_of_other_currency and bill_rate is null then 'currency_differs' else price_reason end
            as price_reason
    ),
    -- What the rate of the bill makes it dearer than that of the organisation.
    case
        when is_of_other_currency
            then
                {{ money_times('contracted_cost', 'bill_rate') }}
                - {{ money_times('contracted_cost', 'market_rate') }}
    end as cost_of_rate
from with_rates
