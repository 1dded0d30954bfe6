-- One row per actor, day to build, model and thing counted by Claude Code, in the usage contract.
with models as (
    select
        *,
        cast(null as bigint) as count_requests
    from {{ ref('int_anthropic_claude_code__models') }}
),

counts as (
    select * from {{ ref('int_anthropic_claude_code__counts') }}
),

measures as (
    select * from {{ ref('int_usage_measures') }}
),

slices as (
    select * from {{ ref('int_usage_slices__to_build') }}
    where model_name = 'fct_token_usage' and source_name = 'anthropic_claude_code'
),

-- What a subscription covers is in no other export; what goes over an API key is in the messages report too.
tokens as (
    select
        models.delivery_id,
        models.usage_date,
        models.principal_id,
        models.api_key_name as api_key_id,
        models.model_name,
        measures.token_class,
        measures.usage_unit,
        case when models.customer_type = 'subscription' then 'counts' else 'explains' end as usage_role,
        {{ usage_quantity(['input', 'cache_read', 'cache_write', 'output']) }} as quantity
    from models
    cross join measures
    union all
    select
        delivery_id,
        usage_date,
        principal_id,
        api_key_name as api_key_id,
        cast(null as varchar) as model_name,
        cast(null as varchar) as token_class,
        usage_unit,
        'counts' as usage_role,
        quantity
    from counts
),

measured as (
    select
        tokens.*,
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope,
        'provider_usage' as usage_origin,
        'Anthropic' as provider_name,
        'claude_code' as usage_kind,
        cast(tokens.usage_date as timestamp) as bucket_start,
        {{ next_day_start('tokens.usage_date') }} as bucket_end
    from tokens
    inner join slices
        on tokens.delivery_id = slices.delivery_id and tokens.usage_date = slices.covered_date
)

select
    {{ usage_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'usage_origin',
        'usage_role', 'provider_name', 'api_key_id', 'principal_id', 'model_name', 'token_class',
        'usage_kind', 'usage_unit', 'bucket_start', 'bucket_end', 'quantity',
    ]) }}
from measured
where quantity != 0
