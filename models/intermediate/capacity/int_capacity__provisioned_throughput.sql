-- One row per day, account, deployment and unit of provisioned model throughput that a provider billed.
with costs as (
    select * from {{ ref('fct_costs') }}
    where lower(consumed_unit) in {{ throughput_units() }}
),

provisioned as (
    select
        cast(charge_period_start as date) as usage_date,
        source_name, delivery_scope, provider_name, billing_account_id, sub_account_id, region_id,
        'provisioned_throughput' as capacity_kind,
        coalesce(resource_id, sku_id) as capacity_id,
        coalesce(resource_name, sku_meter) as capacity_name,
        model_name,
        consumed_unit as capacity_unit,
        cast(sum(consumed_quantity) as decimal(28, 12)) as provisioned_quantity,
        count(*) as count_rows
    from costs
    where charge_category = 'Usage'
    group by
        cast(charge_period_start as date), source_name, delivery_scope, provider_name, billing_account_id,
        sub_account_id, region_id, coalesce(resource_id, sku_id), coalesce(resource_name, sku_meter),
        model_name, consumed_unit
)

select * from provisioned
