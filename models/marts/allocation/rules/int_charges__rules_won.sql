-- One row per way in which charges to allocate look to the rules, that some rule takes: the rule that wins.
with fitting as (
    {{ rules_that_fit(ref('int_charges__with_rule_tags'), ref('int_allocation_rules__charges')) }}
)

select * from fitting
where first_wins = 1
