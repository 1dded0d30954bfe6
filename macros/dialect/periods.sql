{#- Billing periods are text YYYY-MM. -#}

{#- The last day of a billing period. Shape: scalar date. -#}
{% macro last_day_of_period(expression) -%}
last_day(cast({{ expression }} || '-01' as date))
{%- endmacro %}

{#- The billing period a day or timestamp lies in. Shape: scalar text YYYY-MM. -#}
{% macro period_of(expression) -%}
{{ return(adapter.dispatch('period_of', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__period_of(expression) -%}
strftime({{ expression }}, '%Y-%m')
{%- endmacro %}

{#- The first moment after the month of a day. Shape: scalar timestamp. -#}
{% macro next_month_start(expression) -%}
cast(last_day({{ expression }}) + 1 as timestamp)
{%- endmacro %}
