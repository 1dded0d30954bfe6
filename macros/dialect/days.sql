{#- The first moment of the day of a timestamp, and of the day after. Shape: scalar timestamp. -#}
{% macro day_start(expression) -%}
cast(cast({{ expression }} as date) as timestamp)
{%- endmacro %}

{% macro next_day_start(expression) -%}
cast(cast({{ expression }} as date) + 1 as timestamp)
{%- endmacro %}

{#- One row per day from a first to a last day, both included. Shape: a set-returning expression of dates in a select list. -#}
{% macro each_day(first_day, last_day) -%}
{{ return(adapter.dispatch('each_day', 'ai_finops')(first_day, last_day)) }}
{%- endmacro %}

{% macro duckdb__each_day(first_day, last_day) -%}
cast(
    unnest(
        generate_series(cast({{ first_day }} as timestamp), cast({{ last_day }} as timestamp), interval 1 day)
    ) as date
)
{%- endmacro %}

{#- Whole hours from one timestamp to a later one. Shape: scalar bigint. -#}
{% macro hours_between(earlier, later) -%}
{{ return(adapter.dispatch('hours_between', 'ai_finops')(earlier, later)) }}
{%- endmacro %}

{% macro duckdb__hours_between(earlier, later) -%}
cast(date_sub('hour', {{ earlier }}, {{ later }}) as bigint)
{%- endmacro %}

{#- Days from one date to a later one, 0 for the same day. Shape: scalar bigint. -#}
{% macro days_between(earlier, later) -%}
{{ return(adapter.dispatch('days_between', 'ai_finops')(earlier, later)) }}
{%- endmacro %}

{% macro duckdb__days_between(earlier, later) -%}
cast(date_diff('day', {{ earlier }}, {{ later }}) as bigint)
{%- endmacro %}
