-- One row per row of a Cloud Billing export in a slice to build, with its kind of charge, service and price.
with counted as (
    select * from {{ ref('int_gcp_billing__tokens') }}
),

services as (
    select * from {{ ref('gcp_services') }}
),

token_classes as (
    select * from {{ ref('token_classes') }}
),

described as (
    select
        counted.*,
        {{ credit_sum('counted.credits', only_discounts=true) }} as usage_discount,
        coalesce(services.service_category, 'Other') as service_category,
        coalesce(services.service_subcategory, 'Other (Other)') as service_subcategory,
        coalesce({{ legal_entity('counted.seller_name') }}, 'Google Cloud') as publisher_name,
        case
            when counted.cost_type = 'tax' then 'Tax'
            when counted.cost_type in ('adjustment', 'rounding_error') then 'Adjustment'
            when counted.sku_description like 'Commitment %' then 'Purchase'
            else 'Usage'
        end as row_category,
        case
            when
                right(counted.adjustment_type, 11) = '_CORRECTION'
                and date_trunc('month', counted.usage_start_time) < counted.billing_period_start
                then 'Correction'
        end as row_class,
        {{ layered_tags(['counted.labels', 'counted.tags', 'counted.project_labels']) }} as merged_tags,
        case
            when counted.sku_id is not null
                then concat_ws('/', counted.sku_id, counted.consumption_model_id, counted.tier_start_amount)
        end as sku_price_id,
        {{ json_text('counted.system_labels', 'compute.googleapis.com/machine_spec') }} as machine_type,
        token_classes.direction,
        token_classes.cache_action
    from counted
    left join services on counted.service_description = services.service_name
    left join token_classes on counted.token_class = token_classes.token_class
),

detailed as (
    select
        *,
        case when coalesce(model_name, machine_type) is not null then {{ json_object_text([
            ('InstanceType', 'machine_type'), ('x_ModelId', 'model_name'), ('x_TokenDirection', 'direction'),
            ('x_TokenCacheAction', 'cache_action'), ('x_ServiceTier', 'service_tier'),
            ('x_ContextWindow', 'context_window'), ('x_Routing', 'routing'),
        ]) }} end as sku_price_details
    from described
)

select * from detailed
