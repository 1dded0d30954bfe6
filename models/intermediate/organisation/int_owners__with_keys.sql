-- One row per owner kind, value and start of validity: by owners, keys that it does not name by keys.
with owners as (
    select * from {{ ref('int_owners__newest') }}
),

api_keys as (
    select * from {{ ref('int_keys__newest') }}
    where team is not null
)

select
    owner_kind,
    owner_value,
    team,
    product,
    environment,
    customer,
    valid_from,
    valid_to
from owners
union all
select
    'key' as owner_kind,
    api_keys.api_key_id as owner_value,
    api_keys.team,
    api_keys.product,
    api_keys.environment,
    api_keys.customer,
    api_keys.valid_from,
    api_keys.valid_to
from api_keys
where
    not exists (
        select 1 from owners
        where owners.owner_kind = 'key' and owners.owner_value = api_keys.api_key_id
    )
