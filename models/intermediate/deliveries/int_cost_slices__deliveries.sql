-- One row per slice of the cost path, delivery that counts in it, and day where the source restates by days.
with deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

current_days as (
    select * from {{ ref('int_delivery_days__current') }}
),

cost_sources as (
    select source_name from {{ ref('sources') }}
    where path = 'cost'
),

by_period as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        deliveries.billing_period,
        deliveries.restatement_style,
        deliveries.delivery_id,
        deliveries.delivery_order,
        cast(null as date) as covered_date
    from deliveries
    inner join cost_sources on deliveries.source_name = cost_sources.source_name
    where deliveries.is_current and deliveries.restatement_style in ('whole_period', 'append')
),

by_day as (
    select
        current_days.source_name,
        current_days.delivery_scope,
        current_days.billing_period,
        'days' as restatement_style,
        current_days.delivery_id,
        cast(null as bigint) as delivery_order,
        current_days.covered_date
    from current_days
    inner join cost_sources on current_days.source_name = cost_sources.source_name
),

united as (
    select * from by_period
    union all
    select * from by_day
),

slices as (
    select
        source_name || '|' || delivery_scope || '|' || coalesce(billing_period, 'none') as slice_id,
        *
    from united
)

select * from slices
