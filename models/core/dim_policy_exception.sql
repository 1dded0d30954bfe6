-- One row per exception: what was landed last.
with policy_exceptions as (
    select * from {{ ref('stg_policy_exceptions__policy_exceptions') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('policy_exceptions', ['exception_id']) }}
)

select
    exception_id,
    policy,
    scope_kind,
    scope_value,
    amount_limit,
    currency_code,
    reason,
    owner_name,
    approved_by,
    valid_from,
    valid_to
from newest
