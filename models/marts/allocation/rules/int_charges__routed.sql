-- One row per charge to allocate: to a target, into a pool, or to nobody, by the rule or policy that says so.
{{ routes_of_charges(
    ref('int_charges__with_rule_tags'), ref('int_charges__rules_won'), ref('int_charges__nodes')
) }}
