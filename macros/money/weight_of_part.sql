{#-
    What a part is of a whole as a weight for `apportion`: the whole weighs 1e11, 6 places, rounded down, so that quantities of any size
    and unit can be weighed. Shape: scalar DECIMAL(18,6). Both are DECIMAL(28,12), the whole above 0 and below 1e15, the part within it.
-#}
{% macro weight_of_part(part, whole) -%}
{%- set part_units = units_of_money(part) -%}
{%- set whole_units = units_of_money(whole) -%}
cast(
    cast(
        {{ whole_division('(' ~ part_units ~ ') * 10000000000', whole_units) }} * 10000000
        + {{ whole_division('(((' ~ part_units ~ ') * 10000000000) % (' ~ whole_units ~ ')) * 10000000', whole_units) }}
        as decimal(18, 0)
    ) * cast(0.000001 as decimal(6, 6)) as decimal(18, 6)
)
{%- endmacro %}
