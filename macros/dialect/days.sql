{#- The first moment of the day of a timestamp, and of the day after. Shape: scalar timestamp. -#}
{% macro day_start(expression) -%}
cast(cast({{ expression }} as date) as timestamp)
{%- endmacro %}

{% macro next_day_start(expression) -%}
cast(cast({{ expression }} as date) + 1 as timestamp)
{%- endmacro %}
