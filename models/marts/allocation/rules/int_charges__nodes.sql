-- One row per charge to allocate that is of a node which a cluster describes within the charge's days: that
-- node.
{{ machines_of_charges(ref('int_charges__to_allocate')) }}
