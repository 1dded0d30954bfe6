{#- Columns of core.fct_capacity_hours that its parts give, with their types, in order. Shape: list of (name, type). -#}
{% macro capacity_contract() -%}
{%- set columns = [('usage_date', 'date')] -%}
{%- for name in [
    'source_name', 'delivery_scope', 'provider_name', 'billing_account_id', 'sub_account_id', 'region_id', 'capacity_kind',
    'capacity_id', 'capacity_name', 'model_name', 'capacity_unit',
] -%}
    {%- do columns.append((name, 'varchar')) -%}
{%- endfor -%}
{%- for name in [
    'provisioned_quantity', 'reserved_quantity', 'requested_quantity', 'allocated_quantity', 'used_quantity',
    'measured_quantity', 'energy_kwh', 'energy_hours',
] -%}
    {%- do columns.append((name, 'decimal(28, 12)')) -%}
{%- endfor -%}
{%- do columns.append(('count_rows', 'bigint')) -%}
{{ return(columns) }}
{%- endmacro %}

{#- The columns above, those not in `given` as NULL. Errors: a name that is none of them stops the compilation. -#}
{% macro capacity_row(given) -%}
{%- set names = capacity_contract() | map('first') | list -%}
{%- for name in given if name not in names -%}
    {{ exceptions.raise_compiler_error('capacity_row: ' ~ name ~ ' is not a column of core.fct_capacity_hours') }}
{%- endfor -%}
{%- for name, type in capacity_contract() %}
    cast({{ name if name in given else 'null' }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
{%- endfor -%}
{%- endmacro %}
