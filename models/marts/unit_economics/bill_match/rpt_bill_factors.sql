-- One row per provider, scope, model, day and currency with billed tokens: the factor k, billed over
-- expected, and whether it is an alarm.
{%- set keys = ['provider_name', 'delivery_scope', 'model_id', 'usage_date', 'billing_period', 'currency'] %}
with days as (
    select
        {{ keys | join(', ') }},
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        cast(sum(expected_cost) as decimal(38, 12)) as expected_cost,
        cast(sum(unpriced_cost) as decimal(38, 12)) as unpriced_cost,
        cast(sum(unknown_gap) as decimal(38, 12)) as unknown_gap,
        cast(sum(case when evidence = 'provider_usage' then billed_cost else 0 end) as decimal(38, 12))
            as proven_cost
    from {{ ref('fct_bill_match') }}
    where evidence in ('provider_usage', 'bill_itself', 'bill_only', 'usage_only')
    group by {{ keys | join(', ') }}
),

with_factor as (
    select
        *,
        {{ ratio('billed_cost - unpriced_cost', 'expected_cost') }} as bill_factor
    from days
)

select
    {{ keys | join(', ') }},
    billed_cost,
    expected_cost,
    unpriced_cost,
    unknown_gap,
    bill_factor,
    {{ ratio('billed_cost - unpriced_cost', 'billed_cost') }} as priced_part,
    {{ ratio('proven_cost', 'billed_cost') }} as proven_part,
    abs(bill_factor - 1) > {{ bill_factor_band() }} as is_alarm,
    case when bill_factor is null then 'no_expected_cost' end as reason
from with_factor
