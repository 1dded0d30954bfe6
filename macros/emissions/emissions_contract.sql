{#-
    The contract between carbon adapters and core.fct_provider_emissions: column names and types, in order. The columns
    before `record_id` tell what the emissions are of; the measures are kilograms. Shape: list of (name, type).
-#}
{% macro emissions_contract() -%}
{%- set columns = [] -%}
{%- for name in emissions_identity() -%}
    {%- do columns.append((name, 'timestamp' if name == 'refreshed_at' else 'varchar')) -%}
{%- endfor -%}
{%- for name, type in [
    ('delivery_id', 'varchar'), ('emission_scope', 'varchar'), ('provider_name', 'varchar'),
    ('sub_account_name', 'varchar'), ('service_name', 'varchar'), ('delivered_unit', 'varchar'),
    ('is_unit_unknown', 'boolean'),
] -%}
    {%- do columns.append((name, type)) -%}
{%- endfor -%}
{%- for name in emissions_measures() -%}
    {%- do columns.append((name, 'decimal(28, 12)')) -%}
{%- endfor -%}
{{ return(columns) }}
{%- endmacro %}

{#- What tells one figure of a carbon report from another. Shape: list of names. -#}
{% macro emissions_identity() -%}
{{ return([
    'source_name', 'delivery_scope', 'billing_account_id', 'sub_account_id', 'service_id', 'region_id', 'item_id',
    'usage_month', 'report_level', 'model_version', 'refreshed_at',
]) }}
{%- endmacro %}

{#- The measures of a carbon report. Shape: list of names. -#}
{% macro emissions_measures() -%}
{{ return([
    'scope_1_kg', 'scope_2_location_kg', 'scope_2_market_kg', 'scope_3_location_kg', 'scope_3_market_kg',
    'total_location_kg', 'total_market_kg',
]) }}
{%- endmacro %}

{#-
    The contract's columns in order, each cast to its type, from a relation that has some of them; the rest is NULL.
    Errors: a name that is not in the contract stops the compilation.
-#}
{% macro emissions_row(given) -%}
{%- set names = emissions_contract() | map('first') | list -%}
{%- for name in given if name not in names -%}
    {{ exceptions.raise_compiler_error('emissions_row: ' ~ name ~ ' is not in the emissions contract') }}
{%- endfor -%}
{%- for name, type in emissions_contract() %}
    cast({{ name if name in given else 'null' }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{#- The sums of all measures, in order, each under its name. Shape: list of columns. -#}
{% macro emission_sums() -%}
{%- for measure in emissions_measures() %}
    cast(sum({{ measure }}) as decimal(28, 12)) as {{ measure }}{{ ',' if not loop.last }}
{%- endfor -%}
{%- endmacro %}
