{#- Whether a key of a list price is that of a request through a gateway: of the standard tier, of any size. Shape: scalar boolean. -#}
{% macro is_of_one_request() -%}
service_tier = 'standard' and speed = 'standard' and usage_unit = 'tokens' and context_window is null
{%- endmacro %}
