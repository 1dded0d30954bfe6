-- One row per owner kind, value and start of validity: the mapping landed last. Only rows with a team.
with owners as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_owners__owners') }}
    where team is not null
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows(
        'owners', ['owner_kind', 'owner_value', 'valid_since'],
        then_by=['team', 'product', 'valid_until']
    ) }}
)

select
    owner_kind,
    owner_value,
    team,
    product,
    environment,
    customer,
    valid_since as valid_from,
    valid_until as valid_to
from newest
