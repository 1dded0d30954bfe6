{#-
    A quantity in another unit, exactly. Shape: scalar, DECIMAL(28,12). For quantities and factors with up to
    6 places, such as tokens to millions (0.000001) or thousands to tokens (1000). Money goes through
    money_times.
-#}
{% macro scale_quantity(quantity, factor) -%}
cast(cast({{ quantity }} as decimal(27, 6)) * cast({{ factor }} as decimal(11, 6)) as decimal(28, 12))
{%- endmacro %}
