{#-
    A rate: sum over sum. Shape: scalar, DOUBLE. NULL where the denominator is zero or missing, never zero. A rate is read,
    never added up or multiplied back into money.
-#}
{% macro ratio(numerator, denominator) -%}
cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
{%- endmacro %}
