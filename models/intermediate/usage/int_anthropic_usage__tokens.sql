-- One row per result of an Anthropic usage bucket to build and thing counted, in the usage contract.
with messages as (
    select
        *,
        cast(null as bigint) as count_requests
    from {{ ref('stg_anthropic__messages_usage') }}
),

slices as (
    select * from {{ ref('int_usage_slices__to_build') }}
    where model_name = 'fct_token_usage' and source_name = 'anthropic_usage'
),

deliveries as (
    select * from {{ ref('stg_finops__deliveries') }}
),

measures as (
    select * from {{ ref('int_usage_measures') }}
),

-- A workspace is absent on the default workspace, a key on use of the console; both are absent on every row
-- of an export that is not split by them.
measured as (
    select
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope,
        messages.delivery_id,
        'provider_usage' as usage_origin,
        'counts' as usage_role,
        'Anthropic' as provider_name,
        coalesce(
            messages.workspace_id,
            case when deliveries.export_grouping like '%workspace_id%' then 'default' end
        ) as sub_account_id,
        messages.api_key_id,
        messages.principal_id,
        messages.model_name,
        messages.service_tier,
        messages.context_window,
        messages.region_id,
        messages.speed,
        messages.bucket_start,
        messages.bucket_end,
        measures.token_class,
        measures.usage_unit,
        {{ usage_quantity(
            ['input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output'], has_searches=true
        ) }} as quantity
    from messages
    inner join slices
        on
            messages.delivery_id = slices.delivery_id
            and cast(messages.bucket_start as date) = slices.covered_date
    left join deliveries on messages.delivery_id = deliveries.delivery_id
    cross join measures
)

select
    {{ usage_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'usage_origin',
        'usage_role', 'provider_name', 'sub_account_id', 'api_key_id', 'principal_id', 'model_name',
        'token_class', 'service_tier', 'context_window', 'region_id', 'speed', 'usage_unit', 'bucket_start',
        'bucket_end', 'quantity',
    ]) }}
from measured
where quantity != 0
