-- One row per source of costs, usage or requests, delivery scope, day, billing period and billing currency.
with held as (
    select * from {{ ref('int_source_days__held') }}
),

delivered as (
    select * from {{ ref('int_source_days__delivered') }}
),

deliveries as (
    select * from {{ ref('fct_deliveries') }}
),

sources as (
    select * from {{ ref('sources') }}
),

source_days as (
    select
        coalesce(held.source_name, delivered.source_name) as source_name,
        coalesce(held.delivery_scope, delivered.delivery_scope) as delivery_scope,
        coalesce(held.charge_date, delivered.charge_date) as charge_date,
        coalesce(held.billing_period, {{ period_of('delivered.charge_date') }}) as billing_period,
        coalesce(held.billing_currency, 'none') as billing_currency,
        coalesce(held.count_rows, 0) as count_rows,
        coalesce(held.count_deliveries, 0) as count_deliveries,
        held.billed_cost,
        delivered.first_landed_at
    from held
    full outer join delivered
        on
            held.source_name = delivered.source_name
            and held.delivery_scope = delivered.delivery_scope
            and held.charge_date = delivered.charge_date
),

loads as (
    select
        source_name,
        delivery_scope,
        billing_period,
        max(landed_at) as last_landed_at,
        bool_or(is_invoiced and is_current) as is_invoiced,
        cast(
            sum(case when is_current then count_rows_quarantined else 0 end) as bigint
        ) as count_rows_quarantined
    from deliveries
    group by source_name, delivery_scope, billing_period
),

-- What is behind is measured at the newest landing of anything, so that a rebuild later changes nothing.
newest_landing as (
    select max(landed_at) as as_of
    from deliveries
),

-- Service days to come, of a bill paid ahead, say nothing about freshness.
with_newest_day as (
    select
        source_days.*,
        newest_landing.as_of,
        max(
            case
                when source_days.count_rows > 0 and source_days.charge_date <= newest_landing.as_of
                    then source_days.charge_date
            end
        ) over (partition by source_days.source_name, source_days.delivery_scope) as newest_day
    from source_days
    cross join newest_landing
),

health as (
    select
        source_days.source_name,
        source_days.delivery_scope,
        source_days.charge_date,
        source_days.billing_period,
        source_days.billing_currency,
        source_days.count_rows,
        source_days.count_deliveries,
        source_days.billed_cost,
        source_days.first_landed_at,
        loads.last_landed_at,
        coalesce(loads.is_invoiced, false) as is_invoiced,
        {{ hours_between(next_day_start('source_days.charge_date'), 'source_days.first_landed_at') }}
            as hours_until_landed,
        {{ hours_between(next_day_start('source_days.newest_day'), 'source_days.as_of') }} as hours_behind,
        cast(sources.freshness_hours as bigint) as promised_hours,
        coalesce(loads.count_rows_quarantined, 0) as count_rows_quarantined
    from with_newest_day as source_days
    left join loads
        on
            source_days.source_name = loads.source_name
            and source_days.delivery_scope = loads.delivery_scope
            and source_days.billing_period = coalesce(loads.billing_period, 'none')
    left join sources on source_days.source_name = sources.source_name
)

select * from health
