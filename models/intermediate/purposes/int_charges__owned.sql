-- One row per charge to describe, with the team that owns it on its day and what else is known, or NULLs.
with charges as (
    select * from {{ ref('int_charges__to_describe') }}
),

tag_owners as (
    select * from {{ ref('int_charges__tag_owners') }}
),

owners as (
    select * from {{ ref('dim_owner') }}
),

resources_owned as (
    select * from {{ ref('int_resources__owned') }}
),

-- Validity periods of one value never overlap, so that no join multiplies a charge.
with_evidence as (
    select
        charges.*,
        tag_owners.evidence as tag_evidence,
        tag_owners.owner_rule as tag_rule,
        resource_owners.owner_value as resource_evidence,
        name_pattern_owners.owner_value as name_pattern_evidence,
        coalesce(tag_owners.is_several, false) as is_several,
        coalesce(tag_owners.is_ambiguous, false) as is_owner_ambiguous,
        tag_owners.use_case as tag_use_case,
        tag_owners.life_cycle_phase as tag_life_cycle_phase,
        tag_owners.cost_class as tag_cost_class,
        tag_owners.legal_entity as tag_legal_entity,
        {{ owner_columns() }}
    from charges
    left join tag_owners on charges.charge_id = tag_owners.charge_id
    {% for kind in ['resource', 'name_pattern'] %}
        left join resources_owned as {{ kind }}_owners
            on
                {{ kind }}_owners.owner_kind = '{{ kind }}'
                and charges.charge_date = {{ kind }}_owners.charge_date
                and {{ same('charges.resource_id', kind ~ '_owners.resource_id') }}
                and {{ same('charges.resource_name', kind ~ '_owners.resource_name') }}
    {% endfor %}
    {% for kind, column in [
        ('key', 'api_key_id'), ('principal', 'principal_id'), ('project', 'sub_account_id'),
        ('account', 'billing_account_id'),
    ] %}
        left join owners as {{ kind }}_owners
            on
                {{ kind }}_owners.owner_kind = '{{ kind }}'
                and charges.{{ column }} = {{ kind }}_owners.owner_value
                and charges.charge_date >= {{ kind }}_owners.valid_from
                and charges.charge_date < {{ kind }}_owners.valid_to
    {% endfor %}
),

-- From the strongest evidence to the weakest. No weaker evidence overrules a tag that names several teams.
ruled as (
    select
        *,
        case
            when is_several then 'none'
            when tag_team is not null then tag_rule
            when stated_team is not null then 'stated'
            {% for kind in owner_kinds() if kind != 'tag' %}
                when {{ kind }}_team is not null then '{{ kind }}'
            {% endfor %}
            else 'none'
        end as owner_rule,
        case
            when not is_several
                then coalesce(
                    tag_team, stated_team, resource_team, key_team, principal_team, project_team,
                    account_team, name_pattern_team
                )
        end as team
    from with_evidence
)

select
    *,
    case owner_rule
        when 'stated' then stated_team
        when 'resource' then resource_evidence
        when 'key' then api_key_id
        when 'principal' then principal_id
        when 'project' then sub_account_id
        when 'account' then billing_account_id
        when 'name_pattern' then name_pattern_evidence
        else tag_evidence
    end as owner_evidence,
    coalesce(stated_product, {{ owner_attribute('product') }}) as product,
    {{ owner_attribute('environment') }} as environment,
    {{ owner_attribute('customer') }} as customer
from ruled
