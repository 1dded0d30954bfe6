{#-
    How many units the unit of a contract is: `1M tokens`, `1,000 requests`, `tokens`. Shape: scalar decimal(20,12), the part of the price
    that one unit costs; NULL where the text says no number of a thousand or a million, because a price is not guessed.
-#}
{% macro contract_unit_part(unit) -%}
{%- set words = "regexp_replace(lower(trim(" ~ unit ~ ")), '[ ,]', '', 'g')" -%}
case
    when regexp_full_match({{ words }}, '(1m|1000000|milliontokens|1mtok|mtok)[a-z]*') then cast(0.000001 as decimal(20, 12))
    when regexp_full_match({{ words }}, '(1k|1000|thousandtokens|ktok)[a-z]*') then cast(0.001 as decimal(20, 12))
    when regexp_full_match({{ words }}, '(1)?(token|request|search|image|second|character)[a-z]*') then cast(1 as decimal(20, 12))
end
{%- endmacro %}
