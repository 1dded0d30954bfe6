-- One row per owner kind, value and period of validity; periods of one value never overlap.
with owners as (
    select * from {{ ref('int_owners__with_keys') }}
),

{{ validity_periods('owners', ['owner_kind', 'owner_value'], then_by=['team', 'product']) }}

select
    md5({{ identity(['owner_kind', 'owner_value', 'period_from']) }}) as owner_id,
    owner_kind,
    owner_value,
    team,
    product,
    environment,
    customer,
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
