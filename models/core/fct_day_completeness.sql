-- One row per source of costs, delivery scope, currency and day with charges: is the day complete by now.
with charges as (
    select
        costs.source_name,
        costs.delivery_scope,
        coalesce(costs.billing_currency, 'unknown') as billing_currency,
        cast(
            coalesce(
                costs.charge_period_start, costs.billing_period_start,
                cast(costs.billing_period || '-01' as timestamp)
            ) as date
        ) as charge_date,
        costs.delivery_id
    from {{ ref('fct_costs') }} as costs
    group by
        costs.source_name, costs.delivery_scope, costs.billing_currency, costs.charge_period_start,
        costs.billing_period_start, costs.billing_period, costs.delivery_id
),

-- When the exporter wrote it, else when it came, else when it was landed.
dated as (
    select
        *,
        coalesce(export_time, delivered_at, landed_at) as known_at
    from {{ ref('int_deliveries__ranked') }}
),

-- What only appends says with each delivery that earlier days have no more than they had.
deliveries as (
    select
        delivery_id,
        is_invoiced,
        case
            when restatement_style = 'append'
                then max(known_at) over (partition by source_name, delivery_scope)
            else known_at
        end as known_at
    from dated
),

days_held as (
    select
        charges.source_name,
        charges.delivery_scope,
        charges.billing_currency,
        charges.charge_date,
        max(deliveries.known_at) as known_at,
        coalesce(bool_or(deliveries.is_invoiced), false) as is_invoiced
    from charges
    left join deliveries on charges.delivery_id = deliveries.delivery_id
    group by charges.source_name, charges.delivery_scope, charges.billing_currency, charges.charge_date
),

aged as (
    select
        *,
        cast(
            floor(
                {{ hours_between(next_day_start('charge_date'), 'known_at') }} / cast(24 as double)
            ) as bigint
        ) as age_days
    from days_held
),

-- History ends somewhere; a day older than all of it is as complete as the oldest.
oldest as (
    select
        source_name,
        delivery_scope,
        billing_currency,
        max(age_days) as age_days
    from {{ ref('fct_source_completeness') }}
    group by source_name, delivery_scope, billing_currency
)

select
    aged.source_name,
    aged.delivery_scope,
    aged.billing_currency,
    aged.charge_date,
    aged.age_days,
    completeness.share_known,
    {{ day_completeness('aged', 'completeness.share_known') }}
from aged
left join oldest
    on
        aged.source_name = oldest.source_name
        and aged.delivery_scope = oldest.delivery_scope
        and aged.billing_currency = oldest.billing_currency
left join {{ ref('fct_source_completeness') }} as completeness
    on
        aged.source_name = completeness.source_name
        and aged.delivery_scope = completeness.delivery_scope
        and aged.billing_currency = completeness.billing_currency
        and least(aged.age_days, oldest.age_days) = completeness.age_days
