-- One row per day, account, kind of GPU, workload, currency and training run, or no_run, with its cost.
{%- set keys = [
    'usage_date', 'provider_name', 'account_id', 'account_name', 'gpu_kind', 'workload_name', 'billing_currency',
    'reporting_currency', 'training_run_id', 'run_hours',
] %}

with weights as (
    select * from {{ ref('int_training_costs__weights') }}
),

parts as (
    {{ apportion(
        'weights', keys,
        {
            'billed_cost': 'billed_part', 'effective_cost': 'effective_part',
            'billed_cost_reporting': 'billed_part_reporting',
            'effective_cost_reporting': 'effective_part_reporting', 'gpu_hours': 'hours_part',
        },
        'weight', ['group_id'], ['training_run_id']
    ) | indent(4) }}
)

select
    usage_date,
    {{ period_of('usage_date') }} as usage_period,
    provider_name, account_id, account_name, gpu_kind,
    coalesce(workload_name, 'none') as workload_name,
    training_run_id,
    case
        when training_run_id = 'no_run' then null
        when workload_name is not null then 'workload'
        else 'account_and_kind'
    end as evidence,
    billing_currency, billed_part as billed_cost,
    effective_part as effective_cost,
    reporting_currency,
    billed_part_reporting as billed_cost_reporting,
    effective_part_reporting as effective_cost_reporting,
    run_hours as run_gpu_hours, hours_part as billed_gpu_hours
from parts
