{#-
    The columns that say what a list price is of, apart from when. Shape: list of column names of token_list_prices.
-#}
{% macro price_slot() -%}
{{ return([
    'provider_id', 'model_ref', 'service_tier', 'speed', 'usage_unit', 'token_class', 'units_per_price', 'threshold_tokens',
    'day_start', 'day_end', 'currency'
]) }}
{%- endmacro %}
