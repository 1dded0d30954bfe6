{#-
    Exact money from delivered text. Shape: scalar, DECIMAL(28,12). NULL where the text is not a number.
    DOUBLE and DECIMAL go through their shortest text, so no digit is invented; text is rounded once, half away from zero, to
    12 places. The 64-bit step is tried first (amounts below a million), for speed only: both steps give the same value.
-#}
{% macro to_money(expression) -%}
coalesce(
    cast(try_cast({{ expression }} as decimal(18, 12)) as decimal(28, 12)), try_cast({{ expression }} as decimal(28, 12))
)
{%- endmacro %}
