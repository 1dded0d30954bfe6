-- One row per day and training run that ran on it: its cost of the day, and what part of the run the day was.
with run_days as (
    select * from {{ ref('int_training_runs__days') }}
),

costs as (
    select
        usage_date,
        training_run_id,
        reporting_currency,
        max(evidence) as evidence,
        {{ sum_if_all('effective_cost_reporting') }} as cost
    from {{ ref('fct_training_cost_days') }}
    where training_run_id != 'no_run'
    group by usage_date, training_run_id, reporting_currency
)

select
    {{ direct_unit_cost({
        'usage_date': 'run_days.usage_date',
        'scope_kind': "'training_run'",
        'scope_id': 'run_days.training_run_id',
        'product': 'runs.product',
        'provider_name': 'run_days.provider_name',
        'unit': "'training_run'",
        'currency': 'costs.reporting_currency',
        'cost': 'costs.cost',
        'quantity': 'run_days.run_part',
        'evidence': "coalesce(costs.evidence, 'training_runs')",
        'reason': "case when costs.training_run_id is null then 'no_gpu_charges'
            when costs.cost is null then 'no_exchange_rate' end",
    }) | indent(4) }}
from run_days
left join {{ ref('fct_training_runs') }} as runs on run_days.training_run_id = runs.training_run_id
left join costs
    on run_days.training_run_id = costs.training_run_id and run_days.usage_date = costs.usage_date
