-- One row per charge for the use of a GPU machine, with its GPU hours.
with costs as (
    select * from {{ ref('fct_costs') }}
    where
        charge_category = 'Usage'
        and cost_origin = 'provider_bill'
        and coalesce(commitment_discount_status, '') != 'Unused'
),

-- Units such as `10 Hours` are not read: hours are what is priced or consumed by the single hour.
with_hours as (
    select
        costs.*,
        skus.gpu_kind,
        skus.gpus_per_unit,
        case
            when lower(costs.consumed_unit) in ({{ hour_units() }}) then costs.consumed_quantity
            when lower(costs.pricing_unit) in ({{ hour_units() }}) then costs.pricing_quantity
        end as hours
    from costs
    inner join {{ ref('int_gpu_skus') }} as skus
        on
            costs.provider_name = skus.provider_name
            and coalesce(costs.sku_meter, '') = coalesce(skus.sku_meter, '')
            and coalesce(costs.charge_description, '') = coalesce(skus.charge_description, '')
            and coalesce(costs.pricing_unit, '') = coalesce(skus.pricing_unit, '')
            and coalesce(costs.consumed_unit, '') = coalesce(skus.consumed_unit, '')
)

select
    charge_id,
    provider_name,
    coalesce(sub_account_id, billing_account_id, 'unknown') as account_id,
    coalesce(sub_account_name, billing_account_name) as account_name,
    gpu_kind,
    billing_currency,
    reporting_currency,
    coalesce(resource_name, resource_id) as resource_name,
    {{ machine_key('provider_name', 'resource_id', 'resource_name') }} as machine_key,
    cast(charge_period_start as date) as first_date,
    -- A day of another time zone is the day it begins on.
    case
        when charge_period_end <= charge_period_start + interval 1 day then cast(charge_period_start as date)
        else cast(charge_period_end - interval 1 second as date)
    end as last_date,
    billed_cost,
    effective_cost,
    billed_cost_reporting,
    effective_cost_reporting,
    cast({{ scale_quantity('hours', 'gpus_per_unit') }} as decimal(28, 12)) as gpu_hours
from with_hours
