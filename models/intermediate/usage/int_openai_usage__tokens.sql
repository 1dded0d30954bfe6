-- One row per result of an OpenAI usage bucket to build and thing counted, in the usage contract.
with completions as (
    select * from {{ ref('stg_openai__completions_usage') }}
),

slices as (
    select * from {{ ref('int_usage_slices__to_build') }}
    where model_name = 'fct_token_usage' and source_name = 'openai_usage'
),

measures as (
    select * from {{ ref('int_usage_measures') }}
),

measured as (
    select
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope,
        completions.delivery_id,
        'provider_usage' as usage_origin,
        'counts' as usage_role,
        'OpenAI' as provider_name,
        'completions' as usage_kind,
        completions.project_id as sub_account_id,
        completions.api_key_id,
        completions.user_id as principal_id,
        completions.model_name,
        completions.service_tier,
        completions.api_source,
        completions.bucket_start,
        completions.bucket_end,
        measures.token_class,
        measures.usage_unit,
        {{ usage_quantity([
            'input', 'input_audio', 'input_image', 'cache_read', 'cache_read_audio', 'cache_read_image',
            'cache_write', 'cache_write_30m', 'cache_write_12h', 'output', 'output_audio', 'output_image',
        ]) }} as quantity
    from completions
    inner join slices
        on
            completions.delivery_id = slices.delivery_id
            and cast(completions.bucket_start as date) = slices.covered_date
    cross join measures
)

select
    {{ usage_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'usage_origin',
        'usage_role', 'provider_name', 'sub_account_id', 'api_key_id', 'principal_id', 'model_name',
        'token_class', 'service_tier', 'api_source', 'usage_kind', 'usage_unit', 'bucket_start', 'bucket_end',
        'quantity',
    ]) }}
from measured
where quantity != 0
