-- One row per attempt of a request through a gateway.
-- depends_on: {{ ref('int_usage_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_usage_slices__wanted'}
) }}

with requests as (
    select * from {{ ref('int_litellm__requests') }}
),

attempts as (
    select
        source_name, delivery_scope, request_id, call_id, started_at, ended_at,
        cast(started_at as date) as request_date,
        call_type, api_key_id, api_key_alias, principal_id, team_id, team_alias, organization_id,
        customer_id, session_id, task_id, agent_id, stated_product, feature, release_name,
        cast(request_tags as varchar) as request_tags,
        provider_name, model_name, model_group, status, is_retry, is_cache_hit, input_tokens,
        cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, estimated_cost,
        'USD' as estimated_cost_currency,
        slice_id, slice_version, delivery_id, source_file, source_row
    from requests
)

select * from attempts
