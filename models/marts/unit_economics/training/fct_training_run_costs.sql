-- One row per training run: what its GPU machines cost, in the reporting currency, and on what evidence.
with runs as (
    select * from {{ ref('int_training_runs__known') }}
),

run_days as (
    select
        training_run_id,
        count(*) as count_days,
        count(gpu_hours) as count_days_with_hours,
        count(case when is_measured then 1 end) as count_measured_days
    from {{ ref('int_training_runs__days') }}
    group by training_run_id
),

costs as (
    select
        training_run_id,
        reporting_currency,
        count(distinct usage_date) as count_days_with_cost,
        max(evidence) as evidence,
        {{ sum_if_all('billed_cost_reporting') }} as billed_cost,
        {{ sum_if_all('effective_cost_reporting') }} as effective_cost,
        {{ sum_if_all('billed_gpu_hours') }} as billed_gpu_hours
    from {{ ref('fct_training_cost_days') }}
    where training_run_id != 'no_run'
    group by training_run_id, reporting_currency
)

select
    runs.training_run_id,
    runs.training_run_name,
    runs.training_kind,
    runs.model_name,
    runs.parent_training_run_id,
    runs.root_training_run_id,
    runs.run_status,
    runs.started_at,
    runs.ended_at,
    runs.team,
    runs.product,
    runs.initiative,
    runs.provider_name,
    runs.cluster_name,
    runs.gpu_kind,
    runs.gpu_hours as stated_gpu_hours,
    costs.billed_gpu_hours,
    coalesce(run_days.count_days, 0) as count_days,
    coalesce(costs.count_days_with_cost, 0) as count_days_with_cost,
    coalesce(run_days.count_measured_days, 0) as count_measured_days,
    costs.reporting_currency,
    costs.billed_cost,
    costs.effective_cost,
    {{ ratio('costs.effective_cost', 'costs.billed_gpu_hours') }} as effective_cost_per_gpu_hour,
    costs.evidence,
    cast(
        case
            when costs.count_days_with_cost < run_days.count_days then 'gpu_charges_missing_on_some_days'
            when costs.training_run_id is not null and costs.effective_cost is null then 'no_exchange_rate'
            when costs.training_run_id is not null then null
            when run_days.training_run_id is null then 'days_not_stated'
            when billed_accounts.account_key is null then 'account_not_in_bills'
            when run_days.count_days_with_hours = 0 then 'gpu_hours_not_stated'
            when runs.gpu_kind is null then 'gpu_kind_not_known'
            else 'no_gpu_charges_on_those_days'
        end as varchar
    ) as reason
from runs
left join run_days on runs.training_run_id = run_days.training_run_id
left join costs on runs.training_run_id = costs.training_run_id
left join {{ ref('int_billed_accounts') }} as billed_accounts
    on
        runs.provider_name = billed_accounts.provider_name
        and lower(runs.cluster_name) = billed_accounts.account_key
