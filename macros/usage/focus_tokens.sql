{#-
    What a FOCUS row says of tokens, in its price details where it has any, else in the words of a Google SKU that names a model
    or of a Bedrock or Microsoft meter (columns of int_focus__focus).
-#}

{#- The token class. Shape: scalar text. -#}
{% macro focus_token_class() -%}
case
    when token_cache_action = 'read' then 'cache_read'
    when token_cache_action = 'write' then 'cache_write'
    when token_direction in ('input', 'output') then token_direction
    when google_model_name is not null then {{ google_token_class('google_sku') }}
    when charge_category = 'Usage' then coalesce(metered_token_class, azure_token_class)
end
{%- endmacro %}

{#- The service tier. Shape: scalar text. -#}
{% macro focus_service_tier() -%}
coalesce(
    priced_service_tier, case when google_model_name is not null then {{ google_service_tier('google_sku') }} end,
    metered_service_tier, azure_service_tier
)
{%- endmacro %}

{#-
    The number of tokens. Shape: scalar DECIMAL(28,12); NULL where the row counts none. Microsoft's consumed quantity is in single
    units, whatever the block of the price.
-#}
{% macro focus_token_quantity() -%}
case
    when metered_tokens_per_unit is not null
        then {{ tokens_of('consumed_quantity', 'metered_tokens_per_unit') }}
    when tokens_per_unit is not null then {{ tokens_of('consumed_quantity', 'tokens_per_unit') }}
    when google_model_name is not null and {{ is_google_tokens('google_sku') }}
        then {{ tokens_of('consumed_quantity', google_tokens_per_unit('consumed_unit')) }}
    when azure_words is not null and lower(consumed_unit) = 'units' then consumed_quantity
end
{%- endmacro %}

{#- What is consumed: hours of provisioned throughput units by a name of their own. Shape: scalar text. -#}
{% macro focus_consumed_unit() -%}
case when is_provisioned and consumed_unit = 'Hours' then 'PTU Hours' else consumed_unit end
{%- endmacro %}

{#- The model, as the export says itself, else as its price details or its meter do. Shape: scalar text. -#}
{% macro focus_model_name() -%}
coalesce(
    model_name, priced_model_name, google_model_name, metered_model_name, azure_model_name
)
{%- endmacro %}
