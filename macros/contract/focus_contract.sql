{#-
    The FOCUS contract between adapters and core: column names and types, in order. Shape: list of (name, type).
    Every int_<source>__focus model has exactly these columns; text unless said. Money is in the billing currency.
-#}
{% macro focus_contract() -%}
{%- set money = 'decimal(28, 12)' -%}
{%- set columns = [] -%}
{%- for name in [
    'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file', 'charge_identity',
    'billing_account_id', 'billing_account_name', 'billing_account_type', 'sub_account_id', 'sub_account_name', 'sub_account_type',
    'invoice_id', 'invoice_issuer_name', 'provider_name', 'publisher_name', 'service_provider_name', 'host_provider_name',
    'charge_category', 'charge_class', 'charge_frequency', 'charge_description',
    'service_category', 'service_subcategory', 'service_name', 'region_id', 'region_name', 'availability_zone',
    'resource_id', 'resource_name', 'resource_type', 'sku_id', 'sku_price_id', 'sku_meter', 'sku_price_details',
    'pricing_category', 'pricing_unit', 'pricing_currency', 'consumed_unit',
    'commitment_discount_id', 'commitment_discount_name', 'commitment_discount_category', 'commitment_discount_type',
    'commitment_discount_status', 'commitment_discount_unit', 'capacity_reservation_id', 'capacity_reservation_status',
    'billing_currency', 'tags', 'split_tags', 'api_key_id', 'principal_id', 'model_name', 'token_class', 'service_tier',
    'cost_origin', 'stated_team', 'stated_product', 'stated_cost_class', 'stated_legal_entity', 'covered_period',
] -%}
    {%- do columns.append((name, 'varchar')) -%}
{%- endfor -%}
{%- for name in ['billing_period_start', 'billing_period_end', 'charge_period_start', 'charge_period_end'] -%}
    {%- do columns.append((name, 'timestamp')) -%}
{%- endfor -%}
{%- for name in [
    'billed_cost', 'effective_cost', 'contracted_cost', 'list_cost', 'list_unit_price', 'contracted_unit_price',
    'pricing_currency_list_unit_price', 'pricing_currency_contracted_unit_price', 'pricing_currency_effective_cost',
    'pricing_quantity', 'consumed_quantity', 'commitment_discount_quantity', 'token_quantity',
] -%}
    {%- do columns.append((name, money)) -%}
{%- endfor -%}
{%- do columns.append(('source_row', 'bigint')) -%}
{{ return(columns) }}
{%- endmacro %}

{#-
    The contract's columns in order, each cast to its type, from a relation that has some of them; the rest is NULL.
    `given` names the columns the relation has. Errors: a name that is not in the contract stops the compilation.
-#}
{% macro focus_row(given) -%}
{%- set names = focus_contract() | map('first') | list -%}
{%- for name in given if name not in names -%}
    {{ exceptions.raise_compiler_error('focus_row: ' ~ name ~ ' is not a column of the FOCUS contract (macros/contract/focus_contract.sql)') }}
{%- endfor -%}
{%- for name, type in focus_contract() %}
    cast({{ name if name in given else 'null' }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
{%- endfor -%}
{%- endmacro %}
