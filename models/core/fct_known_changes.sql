-- One row per known change: what was landed last.
with known_changes as (
    select * from {{ ref('stg_known_changes__known_changes') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('known_changes', ['change_id']) }}
)

select
    change_id,
    change_kind,
    description,
    scope_kind,
    scope_value,
    starts_on,
    ends_before,
    direction,
    expected_percent,
    release_name,
    owner_name,
    delivery_id,
    source_file,
    source_row
from newest
