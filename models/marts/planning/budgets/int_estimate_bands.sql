-- One row per scope of budgets and day with nine past estimates: relative errors that four of five kept to.
-- Of n errors and the one to come, the lowest tenth and the highest tenth are left out: places by n + 1.
select
    scope_key,
    charge_date,
    count_origins,
    max(case when place = greatest(floor((count_origins + 1) / cast(10 as double)), 1) then error end)
        as lowest_error,
    max(case when place = ceil((count_origins + 1) * cast(0.9 as double)) then error end) as highest_error
from {{ ref('int_estimate_errors') }}
where count_origins >= 9
group by scope_key, charge_date, count_origins
