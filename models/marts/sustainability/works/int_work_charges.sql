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
),

joined as (
    select
        costs.*,
        models.model_key,
        purposes.scope_name,
        gpu_charges.accelerator,
        gpu_charges.gpu_hours,
        {{ work_kind_of_charge('costs', 'purposes.scope_name', 'gpu_charges.charge_id') }} as work_kind
    from costs
    left join models
        on costs.provider_name = models.provider_name and costs.model_name = models.model_name
    left join purposes on costs.charge_id = purposes.charge_id
    left join gpu_charges on costs.charge_id = gpu_charges.charge_id
)

select
    charge_id,
    coalesce(usage_date, cast(billing_period || '-01' as date)) as usage_date,
    coalesce(provider_name, 'unknown') as provider_name,
    account_id,
    coalesce(region_id, '') as region_id,
    work_kind,
    case work_kind
        when 'gpus' then accelerator
        when 'tokens' then coalesce(model_key, model_name)
        when 'own_hardware' then account_id
        when 'none' then charge_category
        else coalesce(service_name, '')
    end as work_name,
    service_name,
    scope_name,
    case when cost_origin = 'own_asset' and lower(consumed_unit) = 'kwh' then consumed_quantity end
        as metered_kwh,
    gpu_hours,
    effective_cost_reporting,
    case
        when billing_currency = 'USD' then effective_cost
        when reporting_currency = 'USD' then effective_cost_reporting
    end as usd_cost,
    reporting_currency
from joined
