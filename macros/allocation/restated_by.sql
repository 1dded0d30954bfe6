{#-
    What an allocated row is booked on: a row that moves from one to another is a restatement of both. Shape: list of column names,
    which allocated rows and restatements have. Names that only describe (service, model, evidence) are left out: they may be spelt
    otherwise without anything moving.
-#}
{% macro restated_by() -%}
{{ return([
    'allocated_cost_id', 'slice_id', 'charge_id', 'pool_id', 'pool_name', 'target_kind', 'target_id', 'cost_part', 'team', 'product',
    'environment', 'customer', 'cost_class', 'legal_entity', 'source_name', 'provider_name', 'invoice_issuer_name',
    'billing_currency', 'reporting_currency',
]) }}
{%- endmacro %}
