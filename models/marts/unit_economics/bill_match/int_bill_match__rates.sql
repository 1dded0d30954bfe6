-- One row per provider, scope, month, model, class, tier, list currency and currency of the bill that has the
-- rate of the bill: what one unit of the list's currency costs on it, and by the rates of the organisation.
{%- set keys = ['provider_name', 'delivery_scope', 'billing_period', 'list_currency', 'currency'] %}
with groups as (
    select
        provider_name,
        delivery_scope,
        {{ period_of('usage_date') }} as billing_period,
        list_currency,
        currency,
        model_id,
        token_class,
        service_tier,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        {{ sum_if_all('contracted_cost') }} as contracted_cost
    from {{ ref('int_bill_match__sides') }}
    where is_of_other_currency
    group by
        provider_name, delivery_scope, {{ period_of('usage_date') }}, list_currency, currency, model_id,
        token_class, service_tier
),

-- A rate has few places; what is left is rounding of printed prices.
with_rate as (
    select
        *,
        cast({{ exact_rate('billed_cost', 'contracted_cost') }} as decimal(20, 6)) as rate_of_group
    from groups
),

-- The rate of the bill is the one that the most of its cost has, half of it at least, for two prices at
-- least.
by_rate as (
    select
        {{ keys | join(', ') }},
        rate_of_group,
        count(*) as count_groups,
        sum(billed_cost) as cost_of_rate,
        sum(sum(billed_cost)) over (partition by {{ keys | join(', ') }}) as cost_of_bill,
        row_number() over (
            partition by {{ keys | join(', ') }}
            order by
                case when rate_of_group is not null then sum(billed_cost) end desc nulls last, rate_of_group
        ) as place
    from with_rate
    group by {{ keys | join(', ') }}, rate_of_group
),

market as (
    select
        billing_currency,
        billing_period,
        fx_rate
    from {{ ref('fct_fx_rates') }}
    where invoice_id is null and fx_rate is not null
)

select
    {% for key in keys %}
        with_rate.{{ key }},
    {% endfor %}
    with_rate.model_id,
    with_rate.token_class,
    with_rate.service_tier,
    cast(by_rate.rate_of_group as decimal(20, 12)) as bill_rate,
    {{ exact_rate('of_list.fx_rate', 'of_bill.fx_rate') }} as market_rate
from with_rate
inner join by_rate
    on
        {% for key in keys %}
            with_rate.{{ key }} = by_rate.{{ key }}
            and
        {% endfor %}
        with_rate.rate_of_group = by_rate.rate_of_group
inner join market as of_list
    on
        with_rate.list_currency = of_list.billing_currency
        and with_rate.billing_period = of_list.billing_period
inner join market as of_bill
    on
        with_rate.currency = of_bill.billing_currency
        and with_rate.billing_period = of_bill.billing_period
where by_rate.place = 1 and by_rate.count_groups > 1 and by_rate.cost_of_rate * 2 > by_rate.cost_of_bill
