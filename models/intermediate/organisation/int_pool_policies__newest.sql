-- One row per shared pool, policy and start of validity: what was landed last.
with pool_policies as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_pool_policies__pool_policies') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('pool_policies', ['pool_name', 'policy', 'valid_since']) }}
)

select
    pool_name,
    policy,
    choice,
    owner_name,
    approved_by,
    reason,
    valid_since as valid_from,
    valid_until as valid_to
from newest
