-- One row per charge: the work that it pays for, and its cost.
with costs as (
    select
        *,
        cast(charge_period_start as date) as usage_date,
        coalesce(sub_account_id, billing_account_id, '') as account_id
    from {{ ref('fct_costs') }}
),

models as (
    select * from {{ ref('dim_ai_model') }}
),

purposes as (
    select charge_id, scope_name from {{ ref('fct_cost_purposes') }}
),

gpu_charges as (
    select * from {{ ref('int_work_charges__gpus') }}
)

select
    costs.charge_id,
    {{ work_kind_of_charge() }} as work_kind,
    case {{ work_kind_of_charge() }}
        when 'gpus' then gpu_charges.accelerator
        when 'tokens' then coalesce(models.model_key, costs.model_name)
        when 'own_hardware' then costs.account_id
        when 'none' then costs.charge_category
        else coalesce(costs.service_name, '')
    end as work_name,
    coalesce(costs.usage_date, cast(costs.billing_period || '-01' as date)) as usage_date,
    coalesce(costs.provider_name, 'unknown') as provider_name,
    costs.account_id,
    coalesce(costs.region_id, '') as region_id,
    costs.service_name,
    purposes.scope_name,
    case
        when lower(costs.consumed_unit) = 'kwh' and costs.cost_origin = 'own_asset' then costs.consumed_quantity
    end as metered_kwh,
    gpu_charges.gpu_hours,
    costs.effective_cost_reporting,
    case
        when costs.billing_currency = 'USD' then costs.effective_cost
        when costs.reporting_currency = 'USD' then costs.effective_cost_reporting
    end as usd_cost,
    costs.reporting_currency
from costs
left join models
    on costs.provider_name = models.provider_name and costs.model_name = models.model_name
left join purposes on costs.charge_id = purposes.charge_id
left join gpu_charges on costs.charge_id = gpu_charges.charge_id
