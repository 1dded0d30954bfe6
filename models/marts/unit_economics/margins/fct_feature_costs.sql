-- One row per month, product, feature, release and currency: what the feature costs with its part of
-- platform and pools; one more row per product for what no gateway saw.
with request_groups as (
    select * from {{ ref('int_request_groups') }}
),

group_costs as (
    select * from {{ ref('int_request_group_costs') }}
),

seen as (
    select
        request_groups.billing_period,
        request_groups.product,
        request_groups.feature,
        request_groups.release_name,
        coalesce(request_groups.currency, 'unknown') as currency,
        request_groups.count_attempts,
        request_groups.count_priced,
        request_groups.contracted_cost,
        group_costs.model_cost,
        group_costs.platform_cost,
        group_costs.shared_cost,
        case when request_groups.feature is null then 'feature_not_said' end as reason
    from request_groups
    left join group_costs
        on
            request_groups.billing_period = group_costs.billing_period
            and request_groups.currency = group_costs.currency
            and coalesce(request_groups.product, '') = group_costs.product_key
            and request_groups.group_id = group_costs.group_id
),

unseen as (
    select
        billing_period,
        nullif(product_key, '') as product,
        cast(null as varchar) as feature,
        cast(null as varchar) as release_name,
        currency,
        cast(0 as bigint) as count_attempts,
        cast(0 as bigint) as count_priced,
        cast(null as decimal(28, 12)) as contracted_cost,
        model_cost,
        platform_cost,
        shared_cost,
        'not_seen_by_a_gateway' as reason
    from group_costs
    where group_id = 'unseen'
),

-- A charge for one customer is of a product, and of no feature that anybody names.
for_customers as (
    select
        billing_period,
        product,
        cast(null as varchar) as feature,
        cast(null as varchar) as release_name,
        currency,
        cast(0 as bigint) as count_attempts,
        cast(0 as bigint) as count_priced,
        cast(null as decimal(28, 12)) as contracted_cost,
        case when part = 'model' then amount else 0 end as model_cost,
        case when part = 'platform' then amount else 0 end as platform_cost,
        case when part = 'shared' then amount else 0 end as shared_cost,
        'charge_of_one_customer' as reason
    from {{ ref('int_product_costs') }}
    where customer is not null
),

united as (
    select * from seen
    union all
    select * from unseen
    union all
    select * from for_customers
),

summed as (
    select
        billing_period,
        product,
        feature,
        release_name,
        currency,
        reason,
        cast(sum(count_attempts) as bigint) as count_attempts,
        cast(sum(count_priced) as bigint) as count_priced_attempts,
        cast(sum(contracted_cost) as decimal(38, 12)) as contracted_cost,
        cast(coalesce(sum(model_cost), 0) as decimal(38, 12)) as model_cost,
        cast(coalesce(sum(platform_cost), 0) as decimal(38, 12)) as platform_cost,
        cast(coalesce(sum(shared_cost), 0) as decimal(38, 12)) as shared_cost
    from united
    group by billing_period, product, feature, release_name, currency, reason
)

select
    md5({{ identity(['billing_period', 'product', 'feature', 'release_name', 'currency', 'reason']) }})
        as feature_cost_id,
    billing_period,
    product,
    feature,
    release_name,
    currency,
    count_attempts,
    count_priced_attempts,
    contracted_cost,
    model_cost,
    platform_cost,
    shared_cost,
    cast(model_cost + platform_cost + shared_cost as decimal(38, 12)) as total_cost,
    {{ ratio('model_cost + platform_cost + shared_cost', 'count_attempts') }} as total_cost_per_attempt,
    reason
from summed
