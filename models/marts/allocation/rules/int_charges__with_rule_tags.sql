-- One row per charge to allocate, with those of its tags that rules ask for.
select
    charges.*,
    rule_tags.rule_tags
from {{ ref('int_charges__to_allocate') }} as charges
left join {{ ref('int_charges__rule_tags') }} as rule_tags on charges.charge_id = rule_tags.charge_id
