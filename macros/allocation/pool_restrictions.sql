{#-
    What a pool is restricted to beside its rule and period: the columns of a charge that tell nodes of one rule apart, NULL where the pool
    is not restricted by it. int_charges__pooled fills them. Shape: list of column names, all text.
-#}
{% macro pool_restrictions() -%}
{{ return([
    'pool_provider_name', 'pool_billing_account_id', 'pool_service_name', 'pool_resource_key', 'pool_team', 'pool_currency',
    'pool_commitment_id', 'pool_part',
]) }}
{%- endmacro %}
