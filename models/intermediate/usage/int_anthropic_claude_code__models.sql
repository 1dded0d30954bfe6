-- One row per actor, terminal, day that counts and model of the Claude Code report: tokens and the estimate.
{%- set members = [
    'model', 'tokens.input', 'tokens.output', 'tokens.cache_read', 'tokens.cache_creation',
    'estimated_cost.amount', 'estimated_cost.currency',
] %}
{%- set kept = [
    'source_name', 'delivery_scope', 'delivery_id', 'source_file', 'source_row', 'usage_date', 'principal_id',
    'api_key_name', 'customer_type', 'terminal_type',
] %}

with report as (
    select * from {{ ref('stg_anthropic__claude_code') }}
),

current_days as (
    select * from {{ ref('int_delivery_days__current') }}
    where source_name = 'anthropic_claude_code'
),

counting as (
    select
        report.*,
        current_days.source_name,
        current_days.delivery_scope
    from report
    inner join current_days
        on report.delivery_id = current_days.delivery_id and report.usage_date = current_days.covered_date
),

elements as (
    {{ json_elements('counting', kept, 'model_breakdown') }}
),

texts as (
    select
        *,
        {{ json_texts('element', members) }} as said
    from elements
)

select
    {{ kept | join(', ') }},
    {{ list_item('said', 1) }} as model_name,
    {{ token_count(list_item('said', 2)) }} as input_tokens,
    {{ token_count(list_item('said', 3)) }} as output_tokens,
    {{ token_count(list_item('said', 4)) }} as cache_read_tokens,
    {{ token_count(list_item('said', 5)) }} as cache_write_tokens,
    -- The estimate is in cents, as a number.
    {{ money_times(to_money(list_item('said', 6)), '0.01') }} as estimated_cost,
    coalesce(upper({{ list_item('said', 7) }}), 'USD') as currency
from texts
