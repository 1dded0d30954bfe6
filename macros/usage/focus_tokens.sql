{#-
    What a FOCUS row says of tokens, in its price details where it has any, else in the words of a Google SKU that names a model
    or of a Bedrock meter (columns of int_focus__focus).
-#}

{#- The token class. Shape: scalar text. -#}
{% macro focus_token_class() -%}
case
    when token_cache_action = 'read' then 'cache_read'
    when token_cache_action = 'write' then 'cache_write'
    when token_direction in ('input', 'output') then token_direction
    when google_model_name is not null then {{ google_token_class('google_sku') }}
    when charge_category = 'Usage' then metered_token_class
end
{%- endmacro %}

{#- The service tier. Shape: scalar text. -#}
{% macro focus_service_tier() -%}
coalesce(
    priced_service_tier, case when google_model_name is not null then {{ google_service_tier('google_sku') }} end,
    metered_service_tier
)
{%- endmacro %}

{#- The number of tokens. Shape: scalar DECIMAL(28,12); NULL where the row counts none. -#}
{% macro focus_token_quantity() -%}
case
    when metered_tokens_per_unit is not null
        then {{ tokens_of('consumed_quantity', 'metered_tokens_per_unit') }}
    when tokens_per_unit is not null then {{ tokens_of('consumed_quantity', 'tokens_per_unit') }}
    when google_model_name is not null and {{ is_google_tokens('google_sku') }}
        then {{ tokens_of('consumed_quantity', google_tokens_per_unit('consumed_unit')) }}
end
{%- endmacro %}
