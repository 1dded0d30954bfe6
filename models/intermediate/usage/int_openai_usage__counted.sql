-- One row per result of an OpenAI endpoint to build and unit: the thing counted, and requests made for it.
with endpoints as (
    select * from {{ ref('int_openai_usage__endpoints') }}
),

slices as (
    select * from {{ ref('int_usage_slices__to_build') }}
    where model_name = 'fct_token_usage' and source_name = 'openai_usage'
),

counted as (
    select
        delivery_id, bucket_start, bucket_end, project_id, user_id, api_key_id, model_name, usage_kind,
        usage_variant, quantity,
        quantity_unit as usage_unit,
        case when quantity_unit = 'tokens' then 'input' end as token_class
    from endpoints
    union all
    select
        delivery_id, bucket_start, bucket_end, project_id, user_id, api_key_id, model_name, usage_kind,
        usage_variant,
        count_requests as quantity,
        'requests' as usage_unit,
        cast(null as varchar) as token_class
    from endpoints
),

measured as (
    select
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope,
        counted.*,
        'provider_usage' as usage_origin,
        'counts' as usage_role,
        'OpenAI' as provider_name,
        counted.project_id as sub_account_id,
        counted.user_id as principal_id
    from counted
    inner join slices
        on
            counted.delivery_id = slices.delivery_id
            and cast(counted.bucket_start as date) = slices.covered_date
)

select
    {{ usage_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'usage_origin',
        'usage_role', 'provider_name', 'sub_account_id', 'api_key_id', 'principal_id', 'model_name',
        'token_class', 'usage_kind', 'usage_variant', 'usage_unit', 'bucket_start', 'bucket_end', 'quantity',
    ]) }}
from measured
where quantity != 0
