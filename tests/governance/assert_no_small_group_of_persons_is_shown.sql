-- Persons who share all that rows show of them are five or more, and so are those of a pool.
with groups_of_persons as (
    select
        billing_period,
        principal_kind,
        provider_name,
        cost_basis,
        billing_currency,
        reporting_currency,
        seat_product,
        team,
        team_reason,
        department,
        works_as,
        person_reason,
        count(distinct lower(principal_id)) as count_named,
        max(case when principal_id is null then count_principals else 0 end) as count_pooled
    from {{ ref('fct_principal_costs') }}
    where principal_kind in ('user', 'role_session', 'seat')
    group by
        billing_period, principal_kind, provider_name, cost_basis, billing_currency, reporting_currency,
        seat_product, team, team_reason, department, works_as, person_reason
)

select * from groups_of_persons
where (count_named < 5 and count_pooled < 5) or (count_named > 0 and count_pooled > 0)
