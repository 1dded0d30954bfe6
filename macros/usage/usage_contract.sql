{#-
    The contract between usage adapters and core.fct_token_usage: column names and types, in order. All but
    quantity tell rows apart; adapters may give several rows of one identity, which are added up. Shape: list
    of (name, type).
-#}
{% macro usage_contract() -%}
{%- set columns = [] -%}
{%- for name in [
    'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'usage_origin', 'usage_role',
    'provider_name', 'sub_account_id', 'team_id', 'api_key_id', 'principal_id', 'model_name', 'token_class',
    'service_tier', 'context_window', 'region_id', 'speed', 'api_source', 'usage_kind', 'usage_variant', 'usage_unit',
] -%}
    {%- do columns.append((name, 'varchar')) -%}
{%- endfor -%}
{%- do columns.append(('is_cache_hit', 'boolean')) -%}
{%- do columns.append(('bucket_start', 'timestamp')) -%}
{%- do columns.append(('bucket_end', 'timestamp')) -%}
{%- do columns.append(('quantity', 'bigint')) -%}
{{ return(columns) }}
{%- endmacro %}

{#-
    The usage contract's columns in order, each cast to its type, from a relation that has some of them; the
    rest is NULL. Errors: a name that is not in the contract stops the compilation.
-#}
{% macro usage_row(given) -%}
{%- set names = usage_contract() | map('first') | list -%}
{%- for name in given if name not in names -%}
    {{ exceptions.raise_compiler_error('usage_row: ' ~ name ~ ' is not in the usage contract') }}
{%- endfor -%}
{%- for name, type in usage_contract() %}
    cast({{ name if name in given else 'null' }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{#-
    The quantity of one measure of a wide usage row. `classes` are token classes for which the row has a
    column <class>_tokens; the row also has count_requests and, if `has_searches`, count_searches. Shape:
    scalar bigint, NULL where the row has no such measure.
-#}
{% macro usage_quantity(classes, has_searches=false) -%}
case
    when usage_unit = 'requests' then count_requests
    {%- if has_searches %}
    when usage_unit = 'searches' then count_searches
    {%- endif %}
    {%- for token_class in classes %}
    when token_class = '{{ token_class }}' then {{ token_class }}_tokens
    {%- endfor %}
end
{%- endmacro %}
