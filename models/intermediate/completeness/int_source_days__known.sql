-- One row per scope of costs, day and currency with a final amount, delivery: age of the day, what it knew.
with delivered as (
    select * from {{ ref('int_delivered_costs__days') }}
),

-- When the exporter wrote it, else when it came, else when it was landed.
deliveries as (
    select
        *,
        coalesce(export_time, delivered_at, landed_at) as known_at
    from {{ ref('int_deliveries__ranked') }}
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
)

select
    finals.*,
    cast(floor(amounts.age_hours / 24) as bigint) as age_days,
    amounts.delivery_order,
    amounts.amount as known_amount
from finals
inner join amounts
    on
        finals.source_name = amounts.source_name
        and finals.delivery_scope = amounts.delivery_scope
        and finals.billing_period = amounts.billing_period
        and finals.charge_date = amounts.charge_date
        and finals.billing_currency = amounts.billing_currency
where amounts.age_hours >= 0
