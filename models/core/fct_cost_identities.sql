-- One row per slice, identity that can name an owner, provider and currency.
-- Identities are tags, resources (by id, and by another name), keys, projects, accounts and principals.
-- depends_on: {{ ref('int_cost_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_cost_slices__wanted'}
) }}

with charges as (
    select * from {{ ref('fct_costs') }} as costs
    where {{ not_built('fct_cost_identities', 'costs') }}
),

tags as (
    select * from {{ ref('bridge_cost_tags') }}
),

charge_identities as (
    {% for owner_kind, owner_column in [
        ('key', 'api_key_id'),
        ('principal', 'principal_id'),
        ('project', 'sub_account_id'),
        ('account', 'billing_account_id'),
        ('resource', 'resource_id'),
        ('resource', "case when " ~ differs('resource_name', 'resource_id') ~ " then resource_name end"),
    ] %}
        select
            slice_id,
            slice_version,
            billing_period,
            provider_name,
            billing_currency,
            reporting_currency,
            billed_cost,
            billed_cost_reporting,
            charge_period_start,
            '{{ owner_kind }}' as owner_kind,
            {{ owner_column }} as owner_value
        from charges
        where {{ owner_column }} is not null
        union all
    {% endfor %}
    select
        charges.slice_id,
        charges.slice_version,
        charges.billing_period,
        charges.provider_name,
        charges.billing_currency,
        charges.reporting_currency,
        charges.billed_cost,
        charges.billed_cost_reporting,
        charges.charge_period_start,
        'tag' as owner_kind,
        tags.tag_key || '=' || coalesce(tags.tag_value, '') as owner_value
    from tags
    inner join charges on tags.charge_id = charges.charge_id
),

cost_identities as (
    select
        slice_id,
        slice_version,
        billing_period,
        provider_name,
        owner_kind,
        owner_value,
        billing_currency,
        reporting_currency,
        cast(count(*) as bigint) as count_charges,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        cast(sum(billed_cost_reporting) as decimal(38, 12)) as billed_cost_reporting,
        min(cast(charge_period_start as date)) as first_seen_date,
        max(cast(charge_period_start as date)) as last_seen_date
    from charge_identities
    group by
        slice_id, slice_version, billing_period, provider_name, owner_kind, owner_value, billing_currency,
        reporting_currency
)

select * from cost_identities
