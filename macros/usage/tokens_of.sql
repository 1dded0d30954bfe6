{#-
    Tokens of a quantity that is counted in units of tokens (1, 1000, 1000000). Shape: scalar, DECIMAL(28,12), exact
    for quantities with up to 10 places; NULL where either is.
-#}
{% macro tokens_of(quantity, tokens_per_unit) -%}
cast(
    cast({{ quantity }} as decimal(28, 10)) * cast({{ tokens_per_unit }} as decimal(10, 0)) as decimal(28, 12)
)
{%- endmacro %}
