{#-
    One unit of the last decimal place in which amounts are printed: aggregate over the amounts of a group. Shape: scalar, DOUBLE,
    0.01 where every amount is in whole cents, down to 0.00000001 for eight places and more. Amounts of a million and more say nothing.
    For checks only, never an amount.
-#}
{% macro printed_unit(amount) -%}
case
    {% for places in range(2, 8) -%}
    {%- set unit = '0.' ~ '0' * (places - 1) ~ '1' -%}
    when bool_and(try_cast({{ amount }} as decimal(18, 12)) % {{ unit }} = 0) then cast({{ unit }} as double)
    {% endfor -%}
    else cast(0.00000001 as double)
end
{%- endmacro %}
