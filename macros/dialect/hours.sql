{#- The first moment of the hour of a timestamp. Shape: scalar timestamp. -#}
{% macro hour_start(expression) -%}
date_trunc('hour', {{ expression }})
{%- endmacro %}

{#- A timestamp some whole minutes later, earlier where negative. Shape: scalar timestamp. -#}
{% macro minutes_later(expression, minutes) -%}
{{ return(adapter.dispatch('minutes_later', 'ai_finops')(expression, minutes)) }}
{%- endmacro %}

{% macro duckdb__minutes_later(expression, minutes) -%}
{{ expression }} + to_minutes({{ minutes }})
{%- endmacro %}

{#- Milliseconds from one timestamp to another. Shape: scalar bigint. -#}
{% macro milliseconds_between(earlier, later) -%}
{{ return(adapter.dispatch('milliseconds_between', 'ai_finops')(earlier, later)) }}
{%- endmacro %}

{% macro duckdb__milliseconds_between(earlier, later) -%}
(epoch_ms({{ later }}) - epoch_ms({{ earlier }}))
{%- endmacro %}
