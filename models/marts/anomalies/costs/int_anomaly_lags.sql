-- One row per series and source: until when its days are complete, and until when it is waited for.
with days as (
    select * from {{ ref('int_anomaly_source_days') }}
),

complete as (
    select
        source_name,
        delivery_scope,
        billing_currency as currency,
        max(charge_date) as complete_until
    from {{ ref('fct_day_completeness') }}
    where is_complete
    group by source_name, delivery_scope, billing_currency
)

select
    days.series_id,
    days.source_name,
    days.delivery_scope,
    coalesce(complete.complete_until, min(days.charge_date) - 1) as complete_until,
    max(days.charge_date) + {{ anomaly_rules().late_days }} as waited_until
from days
left join complete
    on
        days.source_name = complete.source_name
        and days.delivery_scope = complete.delivery_scope
        and days.currency = complete.currency
group by days.series_id, days.source_name, days.delivery_scope, complete.complete_until
