-- One row per day to build, person, model and thing counted in a Copilot report, in the usage contract.
with detail as (
    select
        *,
        cast(null as bigint) as count_requests
    from {{ ref('stg_github__copilot_detail') }}
),

slices as (
    select * from {{ ref('int_usage_slices__to_build') }}
    where model_name = 'fct_token_usage' and source_name = 'copilot_usage'
),

measures as (
    select * from {{ ref('int_usage_measures') }}
),

-- The classes are columns of their own and disjoint as delivered. No other export has them.
measured as (
    select
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope,
        detail.delivery_id,
        'provider_usage' as usage_origin,
        'counts' as usage_role,
        'GitHub' as provider_name,
        detail.organization_name as sub_account_id,
        detail.principal_id,
        detail.model_name,
        'copilot' as usage_kind,
        cast(detail.charge_date as timestamp) as bucket_start,
        {{ next_day_start('detail.charge_date') }} as bucket_end,
        measures.token_class,
        measures.usage_unit,
        {{ usage_quantity(['input', 'cache_read', 'cache_write', 'output']) }} as quantity
    from detail
    inner join slices
        on detail.delivery_id = slices.delivery_id and detail.charge_date = slices.covered_date
    cross join measures
)

select
    {{ usage_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'usage_origin',
        'usage_role', 'provider_name', 'sub_account_id', 'principal_id', 'model_name', 'token_class',
        'usage_kind', 'usage_unit', 'bucket_start', 'bucket_end', 'quantity',
    ]) }}
from measured
where quantity != 0
