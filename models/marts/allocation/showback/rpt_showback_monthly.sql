-- One row per billing period, legal entity, target and currencies: its cost by kind, and the month before.
{%- set parts = cost_parts() %}
with months as (
    select * from {{ ref('int_showback__months') }}
)

select
    months.billing_period,
    months.legal_entity,
    months.target_kind,
    months.target_id,
    months.billing_currency,
    {% for cost_part in parts -%}
        months.{{ cost_part }}_cost,
    {% endfor -%}
    months.effective_cost,
    months.billed_cost,
    months.reporting_currency,
    {% for cost_part in parts -%}
        months.{{ cost_part }}_cost_reporting,
    {% endfor -%}
    months.effective_cost_reporting,
    months.billed_cost_reporting,
    month_before.effective_cost as effective_cost_month_before,
    cast(months.effective_cost - month_before.effective_cost as decimal(38, 12)) as effective_cost_change,
    case
        when month_before.target_id is null then 'no_month_before'
        when months.effective_cost is null or month_before.effective_cost is null then 'no_effective_cost'
    end as change_reason,
    months.count_rows,
    months.count_without_effective
from months
left join months as month_before
    on
        months.billing_period = month_before.period_after
        and months.target_kind = month_before.target_kind
        and months.target_id = month_before.target_id
        and {{ same('months.legal_entity', 'month_before.legal_entity') }}
        and months.billing_currency = month_before.billing_currency
        and {{ same('months.reporting_currency', 'month_before.reporting_currency') }}
