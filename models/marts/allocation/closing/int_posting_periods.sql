-- One row per billing period that was ever closed, with the first open month after it, for restatements.
{%- set next_month = period_of(month_after("cast(billing_period || '-01' as date)")) %}
with closed_periods as (
    select * from {{ ref('int_closed_periods') }}
),

known as (
    select
        billing_period,
        max(version) as closing_version,
        {{ next_month }} as next_period
    from {{ source('raw_closed', 'closings') }}
    group by billing_period
),

open_months as (
    select distinct known.next_period
    from known
    left join closed_periods on known.next_period = closed_periods.billing_period
    where closed_periods.billing_period is null
)

select
    known.billing_period,
    known.closing_version,
    closed_periods.billing_period is not null as is_closed,
    min(open_months.next_period) as posted_period
from known
left join closed_periods on known.billing_period = closed_periods.billing_period
left join open_months on known.billing_period < open_months.next_period
group by known.billing_period, known.closing_version, closed_periods.billing_period
