-- One row per source, delivery scope, day, billing period and currency that has rows; usage has no currency.
with costs as (
    select * from {{ ref('fct_costs') }}
),

slices as (
    select * from {{ ref('fct_cost_slices') }}
),

token_usage as (
    select * from {{ ref('fct_token_usage') }}
),

requests as (
    select * from {{ ref('fct_ai_requests') }}
),

sources as (
    select * from {{ ref('sources') }}
),

cluster_days as (
    select * from {{ ref('int_cluster_days__held') }}
),

-- The month is that of the delivery: service days that a bill is spread over may lie in other months.
dated as (
    select
        costs.source_name,
        costs.delivery_scope,
        cast(
            coalesce(
                costs.charge_period_start, costs.billing_period_start,
                cast(costs.billing_period || '-01' as timestamp)
            ) as date
        ) as charge_date,
        coalesce(slices.billing_period, costs.billing_period, 'none') as billing_period,
        coalesce(costs.billing_currency, 'none') as billing_currency,
        costs.delivery_id,
        costs.billed_cost
    from costs
    left join slices on costs.slice_id = slices.slice_id
),

held as (
    select
        source_name,
        delivery_scope,
        charge_date,
        billing_period,
        billing_currency,
        cast(count(*) as bigint) as count_rows,
        cast(count(distinct delivery_id) as bigint) as count_deliveries,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost
    from dated
    group by source_name, delivery_scope, charge_date, billing_period, billing_currency
    union all
    select
        token_usage.source_name,
        token_usage.delivery_scope,
        token_usage.usage_date as charge_date,
        token_usage.billing_period,
        'none' as billing_currency,
        cast(count(*) as bigint) as count_rows,
        cast(count(distinct token_usage.delivery_id) as bigint) as count_deliveries,
        cast(null as decimal(38, 12)) as billed_cost
    from token_usage
    inner join sources on token_usage.source_name = sources.source_name and sources.path = 'usage'
    group by
        token_usage.source_name,
        token_usage.delivery_scope,
        token_usage.usage_date,
        token_usage.billing_period
    union all
    select
        source_name,
        delivery_scope,
        request_date as charge_date,
        {{ period_of('request_date') }} as billing_period,
        'none' as billing_currency,
        cast(count(*) as bigint) as count_rows,
        cast(count(distinct delivery_id) as bigint) as count_deliveries,
        cast(null as decimal(38, 12)) as billed_cost
    from requests
    group by source_name, delivery_scope, request_date, {{ period_of('request_date') }}
    union all
    select
        source_name,
        delivery_scope,
        charge_date,
        {{ period_of('charge_date') }} as billing_period,
        'none' as billing_currency,
        count_rows,
        count_deliveries,
        cast(null as decimal(38, 12)) as billed_cost
    from cluster_days
)

select * from held
