-- One row per account of the general ledger and start of validity: what was landed last.
with gl_accounts as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_gl_accounts__gl_accounts') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('gl_accounts', ['gl_account', 'valid_since']) }}
)

select
    gl_account,
    gl_account_name,
    account_kind,
    cost_class,
    vendor_name,
    legal_entity,
    valid_since as valid_from,
    valid_until as valid_to
from newest
