-- One row per target that the lists end, with the days from which it is gone: the last on which anything
-- knows it is before.
select
    target_kind,
    target_id,
    max(valid_to) as retired_from
from {{ ref('int_allocation_targets') }}
group by target_kind, target_id
having bool_or(is_end_of_target)
