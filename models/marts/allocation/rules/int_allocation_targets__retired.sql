-- One row per target that the lists know for some days, with the days after which it is gone.
select
    target_kind,
    target_id,
    max(valid_to) as retired_from
from {{ ref('int_allocation_targets') }}
group by target_kind, target_id
