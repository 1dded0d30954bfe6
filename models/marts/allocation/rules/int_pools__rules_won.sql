-- One row per pool and day on which charges come into it: the rule that shares it, and the period it is
-- shared for.
with ranked as (
    {{ rules_that_share(ref('int_charges__routed'), ref('int_allocation_rules__pools')) }}
)

select * from ranked
where first_wins = 1
