-- One row per charge of a slice whose allocation is to be built, with what it is for.
with wanted as (
    select * from {{ ref('int_allocation_slices__wanted') }} as slices
    where {{ not_built('int_charges__allocated', 'slices') }}
)

select
    costs.*,
    wanted.slice_version as allocation_version,
    {{ is_capacity('costs') }} as is_capacity,
    purposes.charge_date,
    purposes.team,
    purposes.owner_rule,
    purposes.owner_confidence,
    purposes.owner_evidence,
    purposes.is_owner_ambiguous,
    purposes.product,
    purposes.environment,
    purposes.customer,
    purposes.cost_class,
    purposes.legal_entity
from {{ ref('fct_costs') }} as costs
inner join {{ ref('fct_cost_purposes') }} as purposes on costs.charge_id = purposes.charge_id
inner join wanted on costs.slice_id = wanted.slice_id
