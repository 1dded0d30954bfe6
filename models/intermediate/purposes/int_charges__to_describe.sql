-- One row per charge of a slice whose purposes are to be built.
with costs as (
    select * from {{ ref('fct_costs') }}
),

slices_to_build as (
    select wanted.*
    from {{ ref('int_purpose_slices__wanted') }} as wanted
    where {{ not_built('fct_cost_purposes', 'wanted') }}
)

select
    costs.charge_id, costs.slice_id, slices_to_build.slice_version, costs.source_name, costs.provider_name,
    costs.service_name, costs.service_category, costs.cost_origin, costs.billing_period,
    cast(coalesce(costs.charge_period_start, costs.billing_period_start) as date) as charge_date,
    costs.api_key_id, costs.principal_id, costs.sub_account_id, costs.billing_account_id, costs.resource_id,
    costs.resource_name, costs.model_name, costs.stated_team, costs.stated_product, costs.stated_cost_class,
    costs.stated_legal_entity, costs.billed_cost
from costs
inner join slices_to_build on costs.slice_id = slices_to_build.slice_id
