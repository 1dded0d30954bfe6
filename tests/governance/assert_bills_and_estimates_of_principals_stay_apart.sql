-- A row is a bill or an estimate, and a missing figure has a reason.
select * from {{ ref('fct_principal_costs') }}
where
    (billed_cost is not null) != (cost_basis = 'billed')
    or (cost_basis = 'billed' and estimated_cost is not null)
    or (billed_cost is null) != (billed_reason is not null)
    or (estimated_cost is null and estimate_reason is null)
    or (principal_id is null and api_key_id is null and principal_reason is null)
    or (team is null and team_reason is null)
    or ((department is null or works_as is null) and person_reason is null)
