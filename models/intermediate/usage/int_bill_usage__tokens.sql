-- One row per charge for tokens in a day slice to build, of providers without a usage export: usage contract.
with costs as (
    select * from {{ ref('fct_costs') }}
    where token_class is not null and token_quantity is not null
),

bill_days as (
    select * from {{ ref('int_bill_usage__days') }}
),

slices as (
    select wanted.*
    from {{ ref('int_bill_usage__wanted') }} as wanted
    where {{ not_built('fct_token_usage', 'wanted') }}
),

-- Bills print tokens in thousands and millions with cut digits: whole tokens are the nearest.
measured as (
    select
        slices.slice_id,
        slices.slice_version,
        costs.source_name,
        costs.delivery_scope,
        costs.delivery_id,
        'provider_bill' as usage_origin,
        'counts' as usage_role,
        costs.provider_name,
        costs.sub_account_id,
        costs.principal_id,
        costs.model_name,
        costs.token_class,
        costs.service_tier,
        costs.region_id,
        'tokens' as usage_unit,
        costs.charge_period_start as bucket_start,
        costs.charge_period_end as bucket_end,
        cast(round(costs.token_quantity) as bigint) as quantity
    from costs
    inner join bill_days
        on
            costs.source_name = bill_days.source_name
            and costs.delivery_scope = bill_days.delivery_scope
            and costs.provider_name = bill_days.provider_name
            and costs.billing_period = bill_days.billing_period
            and cast(costs.charge_period_start as date) = bill_days.usage_date
    inner join slices
        on
            costs.source_name = slices.source_name
            and costs.delivery_scope = slices.delivery_scope
            and cast(costs.charge_period_start as date) = slices.usage_date
)

select
    {{ usage_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'usage_origin',
        'usage_role', 'provider_name', 'sub_account_id', 'principal_id', 'model_name', 'token_class',
        'service_tier', 'region_id', 'usage_unit', 'bucket_start', 'bucket_end', 'quantity',
    ]) }}
from measured
where quantity != 0
