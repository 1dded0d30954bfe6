-- One row per actor, terminal, day and thing counted in Claude Code: sessions, commits, pull requests.
{%- set units = ['sessions', 'commits', 'pull_requests', 'lines_added', 'lines_removed'] %}

with report as (
    select * from {{ ref('stg_anthropic__claude_code') }}
),

counted as (
    {% for unit in units %}
        select
            delivery_id,
            usage_date,
            principal_id,
            api_key_name,
            '{{ unit }}' as usage_unit,
            count_{{ unit }} as quantity
        from report
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from counted
