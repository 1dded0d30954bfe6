-- One row per threshold, scope and period of validity; periods never overlap.
with thresholds as (
    select * from {{ ref('int_thresholds__newest') }}
),

{{ validity_periods('thresholds', ['threshold_name', 'scope_kind', 'scope_value']) }}

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
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
