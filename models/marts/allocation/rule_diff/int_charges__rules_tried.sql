-- One row per comparison of versions and way in which its charges look to the rules: the rule that would win.
with fitting as (
    {{ rules_that_fit(ref('int_charges__compared'), ref('int_rules__tried'), ['comparison_id']) }}
)

select * from fitting
where first_wins = 1
