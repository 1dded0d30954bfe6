{#-
    Product of money and a rate or quantity, the only way to multiply money. Shape: scalar, DECIMAL(28,12), rounded once.
    The rate is cut to 10 places first so that the product stays exact within 38 digits.
-#}
{% macro money_times(amount, rate) -%}
cast(cast({{ amount }} as decimal(22, 12)) * cast({{ rate }} as decimal(16, 10)) as decimal(28, 12))
{%- endmacro %}
