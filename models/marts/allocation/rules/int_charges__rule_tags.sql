-- One row per charge to allocate that has a tag some rule asks for: those tags as one text, bars between.
{{ tags_that_rules_ask_for(ref('int_charges__to_allocate'), ref('int_allocation_rules__charges')) }}
