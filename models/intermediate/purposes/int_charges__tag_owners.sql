-- One row per charge to describe that has a tag with a meaning or an owner: what its tags say.
with charges as (
    select * from {{ ref('int_charges__to_describe') }}
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
        tags.is_split_tag,
        tags.tag_key || '=' || tags.tag_value as evidence,
        -- A split's tag before the resource's, a key that means team before a mapped tag; then by tag.
        case when tags.is_split_tag then '1 ' else '2 ' end
        || case when tag_keys.meaning = 'team' then '1 ' when owners.team is not null then '2 ' else '3 ' end
        || tags.tag_key || '=' || tags.tag_value as speaking_order,
        coalesce(
            owners.team, case when tag_keys.meaning = 'team' then {{ names_in('tags.tag_value') }} end
        ) as team,
        -- Two names in one tag name nobody, until owners map the tag.
        owners.team is null and position(';' in {{ names_in('tags.tag_value') }}) > 0 as names_several,
        coalesce(owners.product, case when tag_keys.meaning = 'product' then tags.tag_value end) as product,
        coalesce(
            owners.environment, case when tag_keys.meaning = 'environment' then tags.tag_value end
        ) as environment,
        coalesce(
            owners.customer, case when tag_keys.meaning = 'customer' then tags.tag_value end
        ) as customer,
        case when tag_keys.meaning = 'use_case' then tags.tag_value end as use_case,
        case when tag_keys.meaning = 'life_cycle_phase' then tags.tag_value end as life_cycle_phase,
        case when tag_keys.meaning = 'cost_class' then tags.tag_value end as cost_class,
        case when tag_keys.meaning = 'legal_entity' then tags.tag_value end as legal_entity
    from tags
    inner join charges on tags.charge_id = charges.charge_id
    left join tag_keys on tags.tag_key = tag_keys.tag_key
    left join owners
        on
            tags.tag_key || '=' || tags.tag_value = owners.owner_value
            and charges.charge_date >= owners.valid_from
            and charges.charge_date < owners.valid_to
    where tags.tag_value is not null and (tag_keys.tag_key is not null or owners.owner_id is not null)
),

-- Where two tags name two teams, the first in order wins and the charge says that its owner is ambiguous.
teams as (
    select
        charge_id,
        min_by(team, speaking_order) filter (where team is not null) as team,
        min_by(evidence, speaking_order) filter (where team is not null) as evidence,
        min_by(is_split_tag, speaking_order) filter (where team is not null) as is_split_tag,
        coalesce(min_by(names_several, speaking_order) filter (where team is not null), false)
            as names_several,
        count(distinct case when is_split_tag then team end) as count_split_teams,
        count(distinct team) as count_teams
    from statements
    group by charge_id
),

-- What tags say that name another team is set aside, so that team and product come from one mapping.
agreeing as (
    select
        statements.*,
        case when not teams.names_several then teams.team end as winning_team,
        teams.evidence as winning_evidence,
        case when teams.is_split_tag then 'split_tag' else 'tag' end as winning_rule,
        teams.names_several as is_several,
        (
            teams.names_several
            or teams.count_split_teams > 1
            or (teams.count_split_teams = 0 and teams.count_teams > 1)
        ) as is_ambiguous
    from statements
    inner join teams on statements.charge_id = teams.charge_id
    where statements.team is null or statements.team = teams.team
)

select
    charge_id,
    winning_team as team,
    winning_evidence as evidence,
    winning_rule as owner_rule,
    is_several,
    {% for name in [
        'product', 'environment', 'customer', 'use_case', 'life_cycle_phase', 'cost_class', 'legal_entity',
    ] %}
        min_by({{ name }}, speaking_order) filter (where {{ name }} is not null) as {{ name }},
    {% endfor %}
    is_ambiguous
from agreeing
group by charge_id, winning_team, winning_evidence, winning_rule, is_several, is_ambiguous
