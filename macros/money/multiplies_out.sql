{#-
    Whether an amount is price times quantity within what printing can hide: one unit of the last place in which amounts of the group
    are printed, and what rounding price and quantity to 12 places can move. Shape: scalar boolean, NULL where a value is missing.
    For checks only: the product is never an amount.
-#}
{% macro multiplies_out(amount, price, quantity, unit) -%}
abs(cast({{ amount }} as double) - cast({{ price }} as double) * cast({{ quantity }} as double))
<= {{ unit }} * 1.000001 + (abs(cast({{ price }} as double)) + abs(cast({{ quantity }} as double))) * 0.0000000000005
{%- endmacro %}
