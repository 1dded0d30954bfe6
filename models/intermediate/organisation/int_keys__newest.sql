-- One row per API key and start of validity: what was landed last.
with keys as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_keys__keys') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('keys', ['api_key_id', 'valid_since']) }}
)

select
    api_key_id,
    api_key_name,
    provider_name,
    team,
    product,
    environment,
    customer,
    use_case,
    principal_id,
    valid_since as valid_from,
    valid_until as valid_to
from newest
