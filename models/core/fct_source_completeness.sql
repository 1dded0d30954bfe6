-- One row per source of costs, delivery scope, currency and age of a day: share of its final cost known then.
with known as (
    select * from {{ ref('int_source_days__known') }}
),

ages as (
    select cast(age_days as bigint) as age_days
    from {{ ref('day_ages') }}
),

-- What the newest delivery said by then. Where no delivery of that age is there, nobody asked: no row.
by_age as (
    select
        known.source_name,
        known.delivery_scope,
        known.billing_period,
        known.charge_date,
        known.billing_currency,
        ages.age_days,
        known.final_amount,
        max_by(known.known_amount, known.delivery_order) as known_amount
    from known
    inner join ages on known.age_days <= ages.age_days
    group by
        known.source_name, known.delivery_scope, known.billing_period, known.charge_date,
        known.billing_currency, ages.age_days, known.final_amount
),

completeness as (
    select
        source_name,
        delivery_scope,
        billing_currency,
        age_days,
        cast(count(*) as bigint) as count_days,
        cast(sum(known_amount) as decimal(38, 12)) as known_cost,
        cast(sum(final_amount) as decimal(38, 12)) as final_cost,
        {{ ratio('sum(known_amount)', 'sum(final_amount)') }} as share_known,
        min({{ ratio('known_amount', 'final_amount') }}) as lowest_share_known
    from by_age
    group by source_name, delivery_scope, billing_currency, age_days
)

select * from completeness
