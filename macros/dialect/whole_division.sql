{#- How often one whole number fits into another, the rest dropped; both not negative, up to 38 digits. Shape: scalar DECIMAL(38,0). -#}
{% macro whole_division(dividend, divisor) -%}
{{ return(adapter.dispatch('whole_division', 'ai_finops')(dividend, divisor)) }}
{%- endmacro %}

{% macro duckdb__whole_division(dividend, divisor) -%}
cast(cast({{ dividend }} as hugeint) // cast({{ divisor }} as hugeint) as decimal(38, 0))
{%- endmacro %}
