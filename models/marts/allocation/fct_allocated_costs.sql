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
        {% for field in ['team', 'product', 'environment', 'customer'] %}
            coalesce(
                tag_owners.{{ field }},
                key_owners.{{ field }},
                principal_owners.{{ field }},
                project_owners.{{ field }},
                account_owners.{{ field }}
            ) as {{ field }},
        {% endfor %}
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
    {% for owner_kind, owner_column in [
        ('key', 'api_key_id'),
        ('principal', 'principal_id'),
        ('project', 'sub_account_id'),
        ('account', 'billing_account_id'),
    ] %}
        left join owners as {{ owner_kind }}_owners
            on
                {{ owner_kind }}_owners.owner_kind = '{{ owner_kind }}'
                and charges.{{ owner_column }} = {{ owner_kind }}_owners.owner_value
                and charges.charge_date >= {{ owner_kind }}_owners.valid_from
                and charges.charge_date < {{ owner_kind }}_owners.valid_to
    {% endfor %}
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
