-- One row per shared pool, policy and period of validity; periods never overlap.
with pool_policies as (
    select * from {{ ref('int_pool_policies__newest') }}
),

{{ validity_periods('pool_policies', ['pool_name', 'policy']) }}

select
    pool_name,
    policy,
    choice,
    owner_name,
    approved_by,
    reason,
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
