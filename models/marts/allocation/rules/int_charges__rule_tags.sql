-- One row per charge to allocate that has a tag some rule asks for: those tags as one text, bars between.
with charges as (
    select charge_id from {{ ref('int_charges__to_allocate') }}
),

tags as (
    select
        charge_id,
        tag_key || '=' || tag_value as tag
    from {{ ref('bridge_cost_tags') }}
),

wanted as (
    select distinct filter_tag from {{ ref('int_allocation_rules__charges') }}
    where filter_tag is not null
)

select
    charges.charge_id,
    '|' || string_agg(tags.tag, '|' order by tags.tag) || '|' as rule_tags
from tags
inner join wanted on tags.tag = wanted.filter_tag
inner join charges on tags.charge_id = charges.charge_id
group by charges.charge_id
