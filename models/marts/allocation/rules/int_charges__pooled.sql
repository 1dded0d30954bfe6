-- One row per charge to allocate: its target, or its pool and the node that shares it, and its kind of cost.
{{ nodes_of_charges(ref('int_charges__routed'), ref('int_pools__rules_won')) }}
