-- Every row lies on a day that its delivery says it covers; else it would fall out unseen.
{{ config(group='ingestion') }}
with landed_days as (
    select distinct
        delivery_id,
        cast(bucket_start as date) as landed_date
    from {{ ref('stg_openai__costs') }}
    union all
    select distinct
        delivery_id,
        cast(bucket_start as date) as landed_date
    from {{ ref('stg_openai__completions_usage') }}
    union all
    select distinct
        delivery_id,
        cast(bucket_start as date) as landed_date
    from {{ ref('int_openai_usage__endpoints') }}
    union all
    select distinct
        delivery_id,
        usage_date as landed_date
    from {{ ref('stg_anthropic__claude_code') }}
    union all
    select distinct
        delivery_id,
        cast(bucket_start as date) as landed_date
    from {{ ref('stg_anthropic__analytics_cost') }}
    union all
    select distinct
        delivery_id,
        charge_date as landed_date
    from {{ ref('stg_github__copilot_billing') }}
    union all
    select distinct
        delivery_id,
        charge_date as landed_date
    from {{ ref('stg_github__copilot_detail') }}
    union all
    select distinct
        delivery_id,
        cast(bucket_start as date) as landed_date
    from {{ ref('stg_anthropic__cost_report') }}
    union all
    select distinct
        delivery_id,
        cast(bucket_start as date) as landed_date
    from {{ ref('stg_anthropic__messages_usage') }}
    union all
    select distinct
        delivery_id,
        cast(started_at as date) as landed_date
    from {{ ref('stg_litellm__spend_logs') }}
),

delivery_days as (
    select * from {{ ref('stg_finops__delivery_days') }}
)

select landed_days.*
from landed_days
left join delivery_days
    on
        landed_days.delivery_id = delivery_days.delivery_id
        and landed_days.landed_date = delivery_days.covered_date
where delivery_days.delivery_id is null
