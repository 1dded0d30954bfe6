-- One row per charge to allocate that has a tag with a meaning or an owner: what its tags say.
with charges as (
    select * from {{ ref('int_charges__to_allocate') }}
),

tags as (
    select * from {{ ref('bridge_cost_tags') }}
),

tag_keys as (
    select * from {{ ref('dim_tag_key') }}
),

owners as (
    select * from {{ ref('dim_owner') }}
    where owner_kind = 'tag'
),

statements as (
    select
        charges.charge_id,
        tags.tag_key || '=' || tags.tag_value as evidence,
        coalesce(owners.team, case when tag_keys.meaning = 'team' then tags.tag_value end) as team,
        coalesce(owners.product, case when tag_keys.meaning = 'product' then tags.tag_value end) as product,
        coalesce(
            owners.environment, case when tag_keys.meaning = 'environment' then tags.tag_value end
        ) as environment,
        coalesce(owners.customer, case when tag_keys.meaning = 'customer' then tags.tag_value end) as customer
    from tags
    inner join charges on tags.charge_id = charges.charge_id
    left join tag_keys on tags.tag_key = tag_keys.tag_key
    left join owners
        on
            tags.tag_key || '=' || tags.tag_value = owners.owner_value
            and charges.charge_date >= owners.valid_from
            and charges.charge_date < owners.valid_to
    where tags.tag_value is not null and (tag_keys.tag_key is not null or owners.owner_id is not null)
)

-- Where two tags name two teams, the first by tag wins and the charge says that its owner is ambiguous.
select
    charge_id,
    min(case when team is not null then evidence end) as evidence,
    min_by(team, evidence) filter (where team is not null) as team,
    min(product) as product,
    min(environment) as environment,
    min(customer) as customer,
    count(distinct team) > 1 as is_ambiguous
from statements
group by charge_id
