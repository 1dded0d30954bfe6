{#- What the cost of tokens is a product of, in the order in which a reader meets it. Shape: list of names of factors. -#}
{% macro bridge_factors() -%}
{{ return([
    'volume', 'scope_share', 'model_share', 'tier_share', 'per_request', 'direction_share', 'class_share', 'price', 'tier_price',
    'contract', 'billing', 'fx',
]) }}
{%- endmacro %}

{#- What tells a leaf of the cost of tokens apart. Shape: list of columns. -#}
{% macro bridge_leaf() -%}
{{ return([
    'comparison_id', 'currency', 'team', 'product', 'provider_name', 'billing_currency', 'model_id', 'service_tier',
]) }}
{%- endmacro %}
