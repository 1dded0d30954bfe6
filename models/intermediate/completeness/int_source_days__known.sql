-- One row per scope of costs, day and currency with a final amount, delivery: age of the day, what it knew.
with delivered as (
    select * from {{ ref('int_delivered_costs__days') }}
),

delivery_days as (
    select * from {{ ref('stg_finops__delivery_days') }}
),

-- When the exporter wrote it, else when it came, else when it was landed.
deliveries as (
    select
        ranked.*,
        coalesce(ranked.export_time, ranked.delivered_at, ranked.landed_at) as known_at
    from {{ ref('int_deliveries__ranked') }} as ranked
    inner join {{ ref('int_delivered_costs__wanted') }} as wanted on ranked.delivery_id = wanted.slice_id
),

amounts as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        delivered.charge_date,
        delivered.billing_currency,
        delivered.amount,
        deliveries.billing_period,
        deliveries.delivery_order,
        deliveries.is_invoiced,
        {{ hours_between(next_day_start('delivered.charge_date'), 'deliveries.known_at') }} as age_hours
    from delivered
    inner join deliveries on delivered.slice_id = deliveries.delivery_id
),

-- A day is final where its newest delivery is invoiced or came 35 days after it.
newest_first as (
    select
        *,
        row_number() over (
            partition by source_name, delivery_scope, charge_date, billing_currency, billing_period
            order by delivery_order desc
        ) as newest_rank
    from amounts
),

finals as (
    select
        source_name,
        delivery_scope,
        billing_period,
        charge_date,
        billing_currency,
        amount as final_amount
    from newest_first
    where newest_rank = 1 and (is_invoiced or age_hours >= 35 * 24) and amount != 0
),

-- A delivery that covers the day without a row of it knew that the day cost nothing.
known as (
    select
        finals.*,
        deliveries.delivery_order,
        coalesce(delivered.amount, 0) as known_amount,
        {{ hours_between(next_day_start('finals.charge_date'), 'deliveries.known_at') }} as age_hours
    from finals
    inner join deliveries
        on
            finals.source_name = deliveries.source_name
            and finals.delivery_scope = deliveries.delivery_scope
            and finals.billing_period = deliveries.billing_period
    left join delivery_days
        on
            deliveries.delivery_id = delivery_days.delivery_id
            and finals.charge_date = delivery_days.covered_date
    left join delivered
        on
            deliveries.delivery_id = delivered.slice_id
            and finals.charge_date = delivered.charge_date
            and finals.billing_currency = delivered.billing_currency
    where deliveries.restatement_style = 'whole_period' or delivery_days.delivery_id is not null
)

select
    *,
    cast(floor(age_hours / 24) as bigint) as age_days
from known
where age_hours >= 0
