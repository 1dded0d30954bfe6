-- One row per slice of charges, with the version its purposes should have: of charges, owners and lists.
with slices as (
    select * from {{ ref('fct_cost_slices') }}
),

identities as (
    select * from {{ ref('fct_cost_identities') }}
),

owners as (
    select * from {{ ref('dim_owner') }}
),

tag_keys as (
    select * from {{ ref('dim_tag_key') }}
),

product_list as (
    select md5(string_agg({{ identity([
        'product_id', 'use_case', 'life_cycle_phase', 'cost_class', 'legal_entity', 'valid_from', 'valid_to',
    ]) }}, ',' order by product_id, valid_from)) as products_fingerprint
    from {{ ref('dim_product') }}
),

account_list as (
    select md5(string_agg({{ identity([
        'provider_name', 'billing_account_id', 'legal_entity', 'valid_from', 'valid_to',
    ]) }}, ',' order by provider_name, billing_account_id, valid_from)) as accounts_fingerprint
    from {{ ref('dim_billing_account') }}
),

owner_rows_used as (
    select distinct
        identities.slice_id,
        {{ identity([
            'owners.owner_id', 'owners.team', 'owners.product', 'owners.environment', 'owners.customer',
            'owners.valid_to',
        ]) }} as row_used
    from identities
    inner join owners
        on identities.owner_kind = owners.owner_kind and identities.owner_value = owners.owner_value
    union all
    select distinct
        identities.slice_id,
        {{ identity([
            'patterns.owner_id', 'patterns.team', 'patterns.product', 'patterns.environment', 'patterns.customer',
            'patterns.valid_to',
        ]) }} as row_used
    from identities
    inner join owners as patterns
        on
            identities.owner_kind = 'resource'
            and patterns.owner_kind = 'name_pattern'
            and {{ fits_pattern('identities.owner_value', 'patterns.owner_value') }}
    union all
    select distinct
        identities.slice_id,
        {{ identity(['tag_keys.tag_key', 'tag_keys.meaning']) }} as row_used
    from identities
    inner join tag_keys
        on identities.owner_kind = 'tag' and {{ has_tag_key('identities.owner_value', 'tag_keys.tag_key') }}
),

owner_fingerprints as (
    select
        slice_id,
        md5(string_agg(row_used, ',' order by row_used)) as owner_fingerprint
    from owner_rows_used
    group by slice_id
)

select
    slices.slice_id,
    md5(
        concat_ws(
            '|', slices.slice_version, coalesce(owner_fingerprints.owner_fingerprint, ''),
            coalesce(product_list.products_fingerprint, ''), coalesce(account_list.accounts_fingerprint, '')
        )
    ) as slice_version,
    slices.slice_version as cost_slice_version
from slices
cross join product_list
cross join account_list
left join owner_fingerprints on slices.slice_id = owner_fingerprints.slice_id
