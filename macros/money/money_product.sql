{#-
    Product of an amount and a rate that an export states, where the product may be too large for money: money_times,
    but NULL instead of an error. Shape: scalar, DECIMAL(28,12); NULL where either is.
-#}
{% macro money_product(amount, rate) -%}
case
    when
        abs({{ rate }}) < 100000000
        and abs(cast({{ amount }} as double)) * abs(cast({{ rate }} as double)) < 1e15
        then {{ money_times(amount, rate) }}
end
{%- endmacro %}
