-- One row per day, provider, account, kind of GPU, unit and currency: cost of GPU machines over GPU hours.
{%- set keys = ['usage_date', 'provider_name', 'account_name', 'gpu_kind', 'reporting_currency'] %}

with billed as (
    select
        usage_date,
        provider_name,
        coalesce(account_name, account_id) as account_name,
        gpu_kind,
        reporting_currency,
        {{ sum_if_all('effective_cost_reporting') }} as cost,
        {{ sum_if_all('gpu_hours') }} as gpu_hours
    from {{ ref('int_gpu_costs__daily') }}
    group by usage_date, provider_name, coalesce(account_name, account_id), gpu_kind, reporting_currency
),

-- Useful hours stand beside the cost of the machines that were measured.
units as (
    select
        {{ keys | join(', ') }},
        'gpu_hour' as unit,
        cost,
        gpu_hours as quantity,
        'billed_hours' as evidence,
        'hours_not_billed' as without_quantity
    from billed
    union all
    select
        billed.usage_date,
        billed.provider_name,
        billed.account_name,
        billed.gpu_kind,
        billed.reporting_currency,
        'useful_gpu_hour' as unit,
        coalesce(useful.measured_cost, billed.cost) as cost,
        useful.useful_hours as quantity,
        'gpu_readings' as evidence,
        'activity_not_measured' as without_quantity
    from billed
    left join {{ ref('int_gpu_hours__useful') }} as useful
        on
            billed.usage_date = useful.usage_date
            and billed.provider_name = useful.provider_name
            and billed.account_name = useful.account_name
            and billed.gpu_kind = useful.gpu_kind
            and coalesce(billed.reporting_currency, '') = coalesce(useful.reporting_currency, '')
)

select
    {{ direct_unit_cost({
        'usage_date': 'usage_date',
        'scope_kind': "'cluster'",
        'scope_id': "account_name || ' ' || gpu_kind",
        'provider_name': 'provider_name',
        'unit': 'unit',
        'currency': 'reporting_currency',
        'cost': 'cost',
        'quantity': 'quantity',
        'evidence': 'evidence',
        'reason': "case when cost is null then 'no_exchange_rate'
            when quantity is null then without_quantity
            when quantity = 0 then 'nothing_done' end",
    }) | indent(4) }}
from units
