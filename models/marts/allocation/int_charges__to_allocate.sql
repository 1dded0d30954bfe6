-- One row per charge of a slice whose allocation is to be built, with what it is for.
select
    costs.*,
    purposes.slice_version as purpose_version,
    purposes.charge_date,
    purposes.team,
    purposes.owner_rule,
    purposes.owner_evidence,
    purposes.is_owner_ambiguous,
    purposes.product,
    purposes.environment,
    purposes.customer
from {{ ref('fct_costs') }} as costs
inner join {{ ref('fct_cost_purposes') }} as purposes on costs.charge_id = purposes.charge_id
where {{ not_built('fct_allocated_costs', 'purposes') }}
