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

-- Validity periods of one value never overlap, so that no join multiplies a charge.
with_evidence as (
    select
        charges.*,
        tag_owners.evidence as tag_evidence,
        coalesce(tag_owners.is_ambiguous, false) as is_owner_ambiguous,
        tag_owners.use_case as tag_use_case,
        tag_owners.life_cycle_phase as tag_life_cycle_phase,
        tag_owners.cost_class as tag_cost_class,
        tag_owners.legal_entity as tag_legal_entity,
        {{ owner_columns(['tag', 'key', 'principal', 'project', 'account']) }}
    from charges
    left join tag_owners on charges.charge_id = tag_owners.charge_id
    left join owners as key_owners
        on
            key_owners.owner_kind = 'key'
            and charges.api_key_id = key_owners.owner_value
            and charges.charge_date >= key_owners.valid_from
            and charges.charge_date < key_owners.valid_to
    left join owners as principal_owners
        on
            principal_owners.owner_kind = 'principal'
            and charges.principal_id = principal_owners.owner_value
            and charges.charge_date >= principal_owners.valid_from
            and charges.charge_date < principal_owners.valid_to
    left join owners as project_owners
        on
            project_owners.owner_kind = 'project'
            and charges.sub_account_id = project_owners.owner_value
            and charges.charge_date >= project_owners.valid_from
            and charges.charge_date < project_owners.valid_to
    left join owners as account_owners
        on
            account_owners.owner_kind = 'account'
            and charges.billing_account_id = account_owners.owner_value
            and charges.charge_date >= account_owners.valid_from
            and charges.charge_date < account_owners.valid_to
),

-- From the strongest evidence to the weakest.
ruled as (
    select
        *,
        coalesce(tag_team, stated_team, key_team, principal_team, project_team, account_team) as team,
        case
            when tag_team is not null then 'tag'
            when stated_team is not null then 'stated'
            when key_team is not null then 'key'
            when principal_team is not null then 'principal'
            when project_team is not null then 'project'
            when account_team is not null then 'account'
            else 'none'
        end as owner_rule
    from with_evidence
),

owned as (
    select
        *,
        case owner_rule
            when 'tag' then tag_evidence
            when 'stated' then stated_team
            when 'key' then api_key_id
            when 'principal' then principal_id
            when 'project' then sub_account_id
            when 'account' then billing_account_id
        end as owner_evidence,
        coalesce(stated_product, {{ owner_attribute('product') }}) as product,
        {{ owner_attribute('environment') }} as environment,
        {{ owner_attribute('customer') }} as customer
    from ruled
)

select * from owned
