-- One row per charge and target: the team that owns it on the day of the charge, else the row `unallocated`.
-- depends_on: {{ ref('int_allocation_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_allocation_slices__wanted'}
) }}

with charges as (
    select * from {{ ref('int_charges__to_allocate') }}
),

tag_owners as (
    select * from {{ ref('int_charges__tag_owners') }}
),

owners as (
    select * from {{ ref('dim_owner') }}
),

-- From the strongest evidence to the weakest; validity periods of one value never overlap, so that no join
-- multiplies a charge.
owned as (
    select
        charges.*,
        coalesce(
            tag_owners.team,
            key_owners.team,
            principal_owners.team,
            project_owners.team,
            account_owners.team
        ) as team,
        coalesce(
            tag_owners.product,
            key_owners.product,
            principal_owners.product,
            project_owners.product,
            account_owners.product
        ) as product,
        coalesce(
            tag_owners.environment,
            key_owners.environment,
            principal_owners.environment,
            project_owners.environment,
            account_owners.environment
        ) as environment,
        coalesce(
            tag_owners.customer,
            key_owners.customer,
            principal_owners.customer,
            project_owners.customer,
            account_owners.customer
        ) as customer,
        case
            when tag_owners.team is not null then 'tag'
            when key_owners.team is not null then 'key'
            when principal_owners.team is not null then 'principal'
            when project_owners.team is not null then 'project'
            when account_owners.team is not null then 'account'
            else 'none'
        end as owner_rule,
        coalesce(
            case when tag_owners.team is not null then tag_owners.evidence end,
            key_owners.owner_value,
            principal_owners.owner_value,
            project_owners.owner_value,
            account_owners.owner_value
        ) as owner_evidence,
        coalesce(tag_owners.is_ambiguous, false) as is_owner_ambiguous
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

allocated as (
    select
        charge_id,
        coalesce(team, 'unallocated') as target_id,
        'team' as target_type,
        'direct' as stage,
        case when team is null then 'unallocated' else 'direct' end as allocation_method,
        owner_rule,
        owner_evidence,
        is_owner_ambiguous,
        team,
        product,
        environment,
        customer,
        slice_id,
        slice_version,
        source_name,
        provider_name,
        invoice_issuer_name,
        service_name,
        model_name,
        charge_category,
        billing_period,
        charge_date,
        billing_currency,
        billed_cost,
        effective_cost,
        contracted_cost,
        list_cost,
        reporting_currency,
        billed_cost_reporting,
        effective_cost_reporting,
        contracted_cost_reporting,
        list_cost_reporting
    from owned
)

select * from allocated
