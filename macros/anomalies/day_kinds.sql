{#- Whether a date is a Saturday or Sunday. Shape: scalar boolean. -#}
{% macro is_weekend(expression) -%}
({{ days_between("date '2001-01-01'", expression) }} % 7 >= 5)
{%- endmacro %}

{#- The middle of a column of DOUBLE, over the rows of a group; the mean of the two middle ones of an even count. Shape: an aggregate. -#}
{% macro median_of(expression) -%}
percentile_cont(0.5) within group (order by {{ expression }})
{%- endmacro %}
