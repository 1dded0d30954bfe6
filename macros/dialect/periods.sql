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

{#- The first day of the month of a day, and of the month after. Shape: scalar date. -#}
{% macro month_start(expression) -%}
cast(date_trunc('month', {{ expression }}) as date)
{%- endmacro %}

{% macro month_after(expression) -%}
cast(last_day({{ expression }}) + 1 as date)
{%- endmacro %}

{#- The first moment after the month of a day. Shape: scalar timestamp. -#}
{% macro next_month_start(expression) -%}
cast(last_day({{ expression }}) + 1 as timestamp)
{%- endmacro %}

{#- One row per month from that of a first to that of a last day. Shape: a set-returning expression of text YYYY-MM in a select list. -#}
{% macro each_period(first_day, last_day) -%}
{{ return(adapter.dispatch('each_period', 'ai_finops')(first_day, last_day)) }}
{%- endmacro %}

{% macro duckdb__each_period(first_day, last_day) -%}
strftime(
    unnest(
        generate_series(
            date_trunc('month', cast({{ first_day }} as timestamp)), cast({{ last_day }} as timestamp), interval 1 month
        )
    ), '%Y-%m'
)
{%- endmacro %}

{#- The billing period after a billing period. Shape: scalar text YYYY-MM; NULL for NULL. -#}
{% macro period_after(expression) -%}
{{ period_of(last_day_of_period(expression) ~ ' + 1') }}
{%- endmacro %}
