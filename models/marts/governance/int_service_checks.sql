-- One row per source, delivery scope, billing period, rule on SKUs and services, and currency.
with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
),

-- One pass over the charges; the rest works on few rows.
grouped as (
    select
        source_name,
        delivery_scope,
        billing_period,
        billing_currency,
        provider_name,
        sku_price_id,
        sku_id,
        service_name,
        service_category,
        count(*) as count_rows,
        sum(billed_cost) as billed_cost,
        min(charge_id) as example_charge_id
    from costs
    group by
        source_name,
        delivery_scope,
        billing_period,
        billing_currency,
        provider_name,
        sku_price_id,
        sku_id,
        service_name,
        service_category
),

compared as (
    select
        *,
        min(sku_id) over (partition by source_name, provider_name, sku_price_id)
        != max(sku_id) over (partition by source_name, provider_name, sku_price_id) as has_several_skus,
        min(service_category) over (partition by source_name, provider_name, service_name)
        != max(service_category) over (partition by source_name, provider_name, service_name)
            as has_several_categories
    from grouped
),

judged as (
    select
        *,
        'sku_price_with_several_skus' as rule,
        has_several_skus as is_broken
    from compared
    where sku_price_id is not null
    union all
    select
        *,
        'service_in_several_categories' as rule,
        has_several_categories as is_broken
    from compared
    where service_name is not null
),

checks as (
    select
        source_name,
        delivery_scope,
        billing_period,
        rule,
        billing_currency,
        cast(coalesce(sum(count_rows) filter (where is_broken), 0) as bigint) as count_rows,
        cast(sum(count_rows) as bigint) as count_rows_checked,
        cast(sum(billed_cost) filter (where is_broken) as decimal(38, 12)) as money,
        min(example_charge_id) filter (where is_broken) as example_charge_id
    from judged
    group by source_name, delivery_scope, billing_period, rule, billing_currency
)

select * from checks
