-- One row per provider, scope, model, class, tier, day and currency: gateway, usage, bill and their gaps.
{%- set keys = [
    'provider_name', 'delivery_scope', 'model_id', 'token_class', 'service_tier', 'usage_date', 'currency',
] %}
{%- set causes = ['contract', 'list', 'class', 'tier', 'rounding', 'unknown'] %}

select
    md5({{ identity(keys) }}) as bill_match_id,
    {{ keys | join(', ') }},
    {{ period_of('usage_date') }} as billing_period,
    case
        when is_billed is null then 'gateway_only'
        when usage_origin is null then 'bill_only'
        when usage_origin = 'provider_bill' then 'bill_itself'
        when not is_billed then 'usage_only'
        else 'provider_usage'
    end as evidence,
    ledger_tokens,
    usage_tokens,
    billed_tokens,
    cast(ledger_list_cost as decimal(38, 12)) as ledger_list_cost,
    cast(case when not coalesce(is_of_other_currency, false) then list_cost end as decimal(38, 12))
        as list_cost,
    cast(contracted_cost - coalesce(cost_of_rate, 0) as decimal(38, 12)) as contracted_cost,
    cast(expected_cost - coalesce(cost_of_rate, 0) as decimal(38, 12)) as expected_cost,
    cast(coalesce(billed_cost, 0) as decimal(38, 12)) as billed_cost,
    -- From gateway to usage, both by the list.
    cast(
        case when ledger_tokens is null then traffic_gap else cost_of_missing_requests end as decimal(38, 12)
    ) as missing_traffic_gap,
    cast(
        case when ledger_tokens is not null then traffic_gap - cost_of_missing_requests end as decimal(38, 12)
    ) as request_size_gap,
    cast(
        case when ledger_tokens is not null and cost_of_missing_requests is null then traffic_gap end
        as decimal(38, 12)
    ) as missing_or_quantity_gap,
    -- From what usage should cost to the bill.
    cast(coalesce(quantity_gap, 0) as decimal(38, 12)) as quantity_gap,
    cast(case when expected_cost is not null then coalesce(cost_of_rate, 0) else 0 end as decimal(38, 12))
        as fx_gap,
    {% for cause in causes -%}
        cast(case when price_cause = '{{ cause }}' then price_gap else 0 end as decimal(38, 12))
            as {{ cause }}_gap,
    {% endfor -%}
    cast(case when expected_cost is null then coalesce(billed_cost, 0) else 0 end as decimal(38, 12))
        as unpriced_cost,
    cast(billed_unit_price as decimal(28, 12)) as billed_unit_price,
    {{ ratio('billed_cost', 'expected_cost - coalesce(cost_of_rate, 0)') }} as bill_factor,
    cast(
        case
            when expected_cost is not null then null
            when is_billed is null then 'gateway_only'
            when usage_tokens is null then 'no_usage'
            else coalesce(price_reason, 'several_prices')
        end as varchar
    ) as reason
from {{ ref('int_bill_match__caused') }}
