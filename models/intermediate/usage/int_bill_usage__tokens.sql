-- One row per charge for tokens in a day slice to build, of providers without a usage export: usage contract.
with charges as (
    select * from {{ ref('int_bill_usage__charges') }}
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
        charges.source_name,
        charges.delivery_scope,
        charges.delivery_id,
        'provider_bill' as usage_origin,
        'counts' as usage_role,
        charges.provider_name,
        charges.sub_account_id,
        charges.principal_id,
        charges.model_name,
        charges.token_class,
        charges.service_tier,
        charges.region_id,
        'tokens' as usage_unit,
        charges.charge_period_start as bucket_start,
        charges.charge_period_end as bucket_end,
        cast(round(charges.token_quantity) as bigint) as quantity
    from charges
    inner join slices
        on
            charges.source_name = slices.source_name
            and charges.delivery_scope = slices.delivery_scope
            and charges.usage_date = slices.usage_date
)

select
    {{ usage_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'usage_origin',
        'usage_role', 'provider_name', 'sub_account_id', 'principal_id', 'model_name', 'token_class',
        'service_tier', 'region_id', 'usage_unit', 'bucket_start', 'bucket_end', 'quantity',
    ]) }}
from measured
where quantity != 0
