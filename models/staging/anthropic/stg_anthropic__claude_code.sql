-- One row per actor, terminal and day of the Claude Code report as landed; what it says of models is JSON.
with report as (
    select * from {{ source('raw_anthropic_claude_code', 'claude_code') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        cast({{ utc_timestamp('"date"') }} as date) as usage_date,
        coalesce(
            {{ text_value('actor_email_address') }}, {{ text_value('actor_user_actor_email') }}
        ) as principal_id,
        coalesce(
            {{ text_value('actor_api_key_name') }}, {{ text_value('actor_api_actor_api_key_name') }}
        ) as api_key_name,
        {{ text_value('organization_id') }} as organization_id,
        lower({{ text_value('customer_type') }}) as customer_type,
        {{ text_value('terminal_type') }} as terminal_type,
        {{ token_count('core_metrics_num_sessions') }} as count_sessions,
        {{ token_count('core_metrics_lines_of_code_added') }} as count_lines_added,
        {{ token_count('core_metrics_lines_of_code_removed') }} as count_lines_removed,
        {{ token_count(
            'coalesce(core_metrics_commits_by_claude_code, core_metrics_commits)'
        ) }} as count_commits,
        {{ token_count(
            'coalesce(core_metrics_pull_requests_by_claude_code, core_metrics_pull_requests)'
        ) }} as count_pull_requests,
        {{ json_or_null(text_value('model_breakdown')) }} as model_breakdown
    from report
)

select * from renamed
