{#-
    Whether two days are a service period over which a bill can be spread, both included. Shape: scalar boolean, never NULL. A
    missing day, an end before the start, and more than ten years, which is a slip of the pen, are none: such a bill is used up whole
    on its own date.
-#}
{% macro is_service_period(first_day, last_day) -%}
coalesce({{ first_day }} <= {{ last_day }} and {{ days_between(first_day, last_day) }} < 3660, false)
{%- endmacro %}
