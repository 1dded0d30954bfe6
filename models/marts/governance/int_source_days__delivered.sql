-- One row per source of costs, usage or clusters, delivery scope and day that deliveries are to cover.
with deliveries as (
    select * from {{ ref('fct_deliveries') }}
),

delivery_days as (
    select * from {{ ref('fct_delivery_days') }}
),

sources as (
    select * from {{ ref('sources') }}
    where path in ('cost', 'usage', 'requests', 'capacity', 'allocation')
),

periods as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        deliveries.billing_period,
        max(deliveries.landed_at) as last_landed_at
    from deliveries
    inner join sources on deliveries.source_name = sources.source_name
    where deliveries.billing_period is not null
    group by deliveries.source_name, deliveries.delivery_scope, deliveries.billing_period
),

-- Every day of a delivered month that had begun when it was landed last, so that a day without rows is seen.
period_days as (
    select
        source_name,
        delivery_scope,
        {{ each_day(
            "billing_period || '-01'",
            'least(' ~ last_day_of_period('billing_period') ~ ', cast(last_landed_at as date))'
        ) }} as charge_date
    from periods
),

-- A day is first delivered by the first landing that covers it; a whole month covers the days that are over.
first_by_day as (
    select
        source_name,
        delivery_scope,
        covered_date as charge_date,
        min(landed_at) as first_landed_at
    from delivery_days
    group by source_name, delivery_scope, covered_date
),

first_by_month as (
    select
        period_days.source_name,
        period_days.delivery_scope,
        period_days.charge_date,
        min(deliveries.landed_at) as first_landed_at
    from period_days
    inner join deliveries
        on
            period_days.source_name = deliveries.source_name
            and period_days.delivery_scope = deliveries.delivery_scope
            and {{ period_of('period_days.charge_date') }} = deliveries.billing_period
            and {{ next_day_start('period_days.charge_date') }} <= deliveries.landed_at
    where deliveries.restatement_style in ('whole_period', 'append')
    group by period_days.source_name, period_days.delivery_scope, period_days.charge_date
),

united as (
    select
        source_name,
        delivery_scope,
        charge_date,
        cast(null as timestamp) as first_landed_at
    from period_days
    union all
    select * from first_by_day
    union all
    select * from first_by_month
),

delivered as (
    select
        source_name,
        delivery_scope,
        charge_date,
        min(first_landed_at) as first_landed_at
    from united
    group by source_name, delivery_scope, charge_date
)

select * from delivered
