{#-
    The price of one unit where a price is for one, a thousand or a million of them. Shape: scalar DECIMAL(28,12); NULL for any other
    number of units, because a price is not guessed.
-#}
{% macro price_of_unit(price, count_units) -%}
case
    when coalesce({{ count_units }}, 1) = 1 then {{ price }}
    when {{ count_units }} = 1000 then {{ money_times(price, '0.001') }}
    when {{ count_units }} = 1000000 then {{ money_times(price, '0.000001') }}
end
{%- endmacro %}
