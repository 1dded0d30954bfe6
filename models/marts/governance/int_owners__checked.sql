-- One row per listed owner of something that charges show, whose days have charges: whether none is its own,
-- and which other kind its value is. Persons and listed keys come and go.
with owners as (
    select * from {{ ref('dim_owner') }}
    where
        owner_kind in ('account', 'project', 'resource', 'tag', 'name_pattern')
        or (
            owner_kind = 'key'
            and owner_value not in (
                select api_keys.api_key_id from {{ ref('dim_api_key') }} as api_keys
                where api_keys.api_key_id is not null
            )
        )
),

seen as (
    select
        owner_kind,
        owner_value,
        coalesce(first_seen_date, cast(billing_period || '-01' as date)) as first_seen,
        coalesce(last_seen_date, cast(billing_period || '-01' as date)) as last_seen
    from {{ ref('fct_cost_identities') }}
    where owner_kind != 'principal'
),

matched as (
    select owners.owner_id
    from owners
    inner join seen
        on
            owners.owner_kind = seen.owner_kind
            and owners.owner_value = seen.owner_value
            and owners.valid_from <= seen.last_seen
            and owners.valid_to > seen.first_seen
    union
    select patterns.owner_id
    from owners as patterns
    inner join seen
        on
            patterns.owner_kind = 'name_pattern'
            and seen.owner_kind = 'resource'
            and patterns.valid_from <= seen.last_seen
            and patterns.valid_to > seen.first_seen
            and {{ fits_pattern('seen.owner_value', 'patterns.owner_value') }}
),

meant as (
    select
        owner_value,
        min(owner_kind) as meant_kind
    from seen
    group by owner_value
),

charge_days as (
    select
        min(first_seen) as first_day,
        max(last_seen) as last_day
    from seen
)

select
    owners.owner_kind,
    owners.owner_value,
    meant.meant_kind,
    matched.owner_id is null as is_unmatched
from owners
inner join charge_days
    on owners.valid_from <= charge_days.last_day and owners.valid_to > charge_days.first_day
left join matched on owners.owner_id = matched.owner_id
left join meant on owners.owner_value = meant.owner_value and owners.owner_kind != meant.meant_kind
