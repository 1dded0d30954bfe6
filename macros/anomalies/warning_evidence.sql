{#- Money of a sentence: two places and its currency. Shape: scalar text. -#}
{% macro said_money(amount, currency='currency') -%}
cast(cast({{ amount }} as decimal(28, 2)) as varchar) || ' ' || {{ currency }}
{%- endmacro %}

{#- A share of a sentence, in whole percent. Shape: scalar text. -#}
{% macro said_percent(share) -%}
cast(cast(round(100 * coalesce({{ share }}, 0)) as bigint) as varchar) || ' %'
{%- endmacro %}

{#- Text as a literal of SQL. Shape: scalar text. -#}
{% macro sql_literal(expression) -%}
'''' || replace(cast({{ expression }} as varchar), '''', '''''') || ''''
{%- endmacro %}

{#- What an early warning saw, as a plain sentence. Shape: scalar text. Reads the columns of int_warning_events. -#}
{% macro warning_sentence() -%}
case warning_kind
    when 'new_vendor' then
        'The vendor ' || provider_name || ' was never asked through this gateway before; '
        || cast(count_attempts as varchar) || ' attempts since.'
    when 'new_model' then
        'The model ' || model_name || ' was never asked through this gateway before; '
        || cast(count_attempts as varchar) || ' attempts since.'
    when 'new_key' then
        'The key was never seen on this gateway before; ' || cast(count_attempts as varchar) || ' attempts since.'
    when 'spiking_key' then
        'The key cost ' || {{ said_money('observed_cost') }} || ' in ' || cast(count_hours as varchar)
        || case when count_hours = 1 then ' hour that usually costs ' else ' hours that usually cost ' end || {{ said_money('expected_cost') }} || '.'
    when 'runaway_session' then
        'One session made ' || cast(count_attempts as varchar) || ' attempts in ' || cast(count_hours as varchar)
        || case when count_hours = 1 then ' hour' else ' hours' end || '; the busiest session of a usual day makes '
        || cast(cast(round(usual) as bigint) as varchar) || ' in its busiest hour.'
    when 'broken_cache' then
        {{ said_percent(ratio('count_shown', 'count_of')) }} || ' of the prompt tokens came from the cache, usually '
        || {{ said_percent('usual') }} || ' do.'
    when 'failing_retries' then
        cast(count_shown as varchar) || ' of ' || cast(count_of as varchar) || ' attempts failed ('
        || {{ said_percent(ratio('count_shown', 'count_of')) }} || '), usually ' || {{ said_percent('usual') }} || ' do.'
end
{%- endmacro %}

{#-
    SQL that shows an early warning hour by hour, with a `cost` that adds up to its observed cost where its hours are without a gap.
    Shape: scalar text. Reads the columns of int_warning_events.
-#}
{% macro warning_query() -%}
'select {{ hour_start("started_at") | replace("'", "''") }} as usage_hour, api_key_id, model_name, count(*) as attempts,'
|| ' sum(case when status = ''failure'' then 1 else 0 end) as failed, sum(input_tokens) as input_tokens,'
|| ' sum(cache_read_tokens) as cache_read_tokens, sum('
|| case
    when warning_kind = 'broken_cache' then 'lowest_list_cost'
    when warning_kind = 'failing_retries' then 'case when status = ''failure'' then lowest_contracted_cost end'
    else 'lowest_contracted_cost'
end
|| ') as cost from unit_economics.fct_priced_requests'
|| ' where source_name = ' || {{ sql_literal('source_name') }}
|| ' and delivery_scope = ' || {{ sql_literal('delivery_scope') }}
|| ' and started_at >= timestamp ' || {{ sql_literal('first_hour') }}
|| ' and started_at < timestamp ' || {{ sql_literal(minutes_later('last_hour', 60)) }}
|| case
    when warning_kind = 'runaway_session' then ' and session_id = ' || {{ sql_literal('session_id') }}
    when warning_kind = 'new_vendor' then ' and provider_name = ' || {{ sql_literal('provider_name') }}
    when warning_kind = 'new_model' then ' and model_name = ' || {{ sql_literal('model_name') }}
    when warning_kind = 'broken_cache' then
        ' and api_key_id = ' || {{ sql_literal('api_key_id') }} || ' and model_name = ' || {{ sql_literal('model_name') }}
    else ' and api_key_id = ' || {{ sql_literal('api_key_id') }}
end
|| ' group by usage_hour, api_key_id, model_name order by usage_hour, api_key_id, model_name'
{%- endmacro %}
