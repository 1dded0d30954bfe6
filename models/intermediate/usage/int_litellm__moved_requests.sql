-- One row per LiteLLM attempt that deliveries date on several days, and such a day: whether that day counts.
{{ config(materialized='table') }}

with spend_logs as (
    select
        delivery_id,
        request_id,
        started_at,
        updated_at,
        ended_at
    from {{ ref('stg_litellm__spend_logs') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
    where source_name = 'litellm_spend_logs'
),

dated as (
    select
        deliveries.delivery_scope,
        deliveries.delivery_order,
        spend_logs.request_id,
        spend_logs.updated_at,
        spend_logs.ended_at,
        cast(spend_logs.started_at as date) as request_date
    from spend_logs
    inner join deliveries on spend_logs.delivery_id = deliveries.delivery_id
),

moved as (
    select
        delivery_scope,
        request_id
    from dated
    group by delivery_scope, request_id
    having min(request_date) != max(request_date)
),

ranked as (
    select
        dated.delivery_scope,
        dated.request_id,
        dated.request_date,
        row_number() over (
            partition by dated.delivery_scope, dated.request_id
            order by
                dated.delivery_order desc, dated.updated_at desc nulls last, dated.ended_at desc nulls last,
                dated.request_date desc
        ) as newest_first
    from dated
    inner join moved
        on dated.delivery_scope = moved.delivery_scope and dated.request_id = moved.request_id
),

moved_requests as (
    select
        delivery_scope,
        request_id,
        request_date,
        min(newest_first) = 1 as is_day_that_counts
    from ranked
    group by delivery_scope, request_id, request_date
)

select * from moved_requests
