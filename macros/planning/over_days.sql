{#- The last so many days of a series of budgeted months, this one included. Shape: a window; the days need not be next to each other. -#}
{% macro over_days(days) -%}
over (
    partition by series_key order by charge_date rows between {{ days - 1 }} preceding and current row
)
{%- endmacro %}
