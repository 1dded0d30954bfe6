-- One row per line of any journal of an open month, exact, before it is booked in whole coins.
with computed as (
    select * from {{ ref('int_journal_lines__computed') }}
),

closed_periods as (
    select * from {{ ref('int_closed_periods') }}
)

select computed.*
from computed
left join closed_periods on computed.billing_period = closed_periods.billing_period
where closed_periods.billing_period is null
union all
select * from {{ ref('int_journal_lines__correction') }}
