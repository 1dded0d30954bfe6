-- One row per threshold, scope and start of validity: what was landed last.
with thresholds as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_thresholds__thresholds') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('thresholds', ['threshold_name', 'scope_kind', 'scope_value', 'valid_since']) }}
)

select
    threshold_name,
    scope_kind,
    scope_value,
    direction,
    warning_value,
    breach_value,
    unit,
    currency_code,
    owner_name,
    valid_since as valid_from,
    valid_until as valid_to
from newest
