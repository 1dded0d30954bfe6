-- One row per charge for usage of a SKU that a commitment covers somewhere in its slice, of slices to build.
with wanted as (
    select * from {{ ref('int_allocation_slices__wanted') }} as slices
    where {{ not_built('int_charges__transfers', 'slices') }}
),

-- What a commitment covers or could have covered. What is free and not covered has no discount to share.
usage_costs as (
    select
        costs.*,
        wanted.slice_version as allocation_version,
        coalesce(costs.commitment_discount_status = 'Used', false) as is_covered
    from {{ ref('fct_costs') }} as costs
    inner join wanted on costs.slice_id = wanted.slice_id
    where
        costs.charge_category = 'Usage'
        and coalesce(costs.charge_class, '') != 'Correction'
        and coalesce(costs.commitment_discount_status, 'Used') = 'Used'
        and coalesce(costs.pricing_category, '') != 'Dynamic'
        and coalesce(costs.pricing_quantity, 1) > 0
        and coalesce(costs.effective_cost, 1) >= 0
        and (costs.commitment_discount_status is not null or coalesce(costs.effective_cost, 1) > 0)
),

covered_skus as (
    select distinct
        slice_id,
        sku_id
    from usage_costs
    where is_covered
)

select
    usage_costs.charge_id,
    usage_costs.slice_id,
    usage_costs.allocation_version as slice_version,
    usage_costs.billing_period,
    purposes.charge_date,
    greatest(usage_costs.charge_period_end, {{ next_day_start('purposes.charge_date') }}) as charged_until,
    usage_costs.provider_name,
    usage_costs.billing_account_id,
    purposes.legal_entity,
    usage_costs.sku_id,
    usage_costs.region_id,
    usage_costs.pricing_unit,
    usage_costs.billing_currency,
    usage_costs.reporting_currency,
    usage_costs.is_covered,
    usage_costs.commitment_discount_id,
    usage_costs.pricing_quantity,
    usage_costs.effective_cost,
    usage_costs.effective_cost_reporting
from usage_costs
inner join covered_skus
    on usage_costs.slice_id = covered_skus.slice_id and usage_costs.sku_id = covered_skus.sku_id
inner join {{ ref('fct_cost_purposes') }} as purposes on usage_costs.charge_id = purposes.charge_id
