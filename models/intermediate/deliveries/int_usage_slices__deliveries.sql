-- One row per day slice of usage and requests, and delivery that counts in it.
-- GitHub's bill counts tokens too.
with usage_paths as (
    select
        source_name,
        case when source_name = 'copilot_usage' then 'usage' else path end as usage_path
    from {{ ref('sources') }}
    where path in ('usage', 'requests') or source_name = 'copilot_usage'
),

current_days as (
    select * from {{ ref('int_delivery_days__current') }}
),

delivery_days as (
    select * from {{ ref('stg_finops__delivery_days') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

by_day as (
    select
        current_days.source_name,
        current_days.delivery_scope,
        current_days.table_name,
        current_days.billing_period,
        current_days.covered_date,
        current_days.delivery_id,
        cast(null as bigint) as delivery_order
    from current_days
),

-- Where the newest row per key wins, every delivery with rows on the day counts.
by_key as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        deliveries.table_name,
        deliveries.billing_period,
        delivery_days.covered_date,
        deliveries.delivery_id,
        deliveries.delivery_order
    from deliveries
    inner join delivery_days on deliveries.delivery_id = delivery_days.delivery_id
    where deliveries.restatement_style = 'upsert'
),

united as (
    select * from by_day
    union all
    select * from by_key
),

slices as (
    select
        united.source_name || '|' || united.delivery_scope || '|'
        || cast(united.covered_date as varchar) as slice_id,
        usage_paths.usage_path,
        united.*
    from united
    inner join usage_paths on united.source_name = usage_paths.source_name
)

select * from slices
