{#-
    What a charge pays for: gpus, tokens, own_hardware, services, or none where no energy is used for it (people, taxes, credits, adjustments
    and commitments). `costs` is the relation of charges. Shape: scalar text.
-#}
{% macro work_kind_of_charge(costs, scope_name, gpu_charge_id) -%}
case
    when {{ costs }}.cost_origin = 'own_labour' or {{ costs }}.charge_category in ('Tax', 'Credit', 'Adjustment')
        then 'none'
    when {{ costs }}.cost_origin = 'own_asset' then 'own_hardware'
    when {{ gpu_charge_id }} is not null then 'gpus'
    when {{ costs }}.charge_category = 'Purchase' and coalesce({{ scope_name }} != 'ai', true) then 'none'
    when {{ costs }}.charge_category = 'Purchase' and {{ costs }}.service_category = 'Compute' then 'none'
    when coalesce({{ costs }}.commitment_discount_status, '') = 'Unused' then 'none'
    when {{ costs }}.model_name is not null then 'tokens'
    else 'services'
end
{%- endmacro %}

{#- What tells works apart, each behind a prefix such as `works.`. Shape: list of column names. -#}
{% macro work_columns(prefix='') -%}
{%- set columns = [] -%}
{%- for name in ['usage_date', 'provider_name', 'account_id', 'region_id', 'work_kind', 'work_name'] -%}
{%- do columns.append(prefix ~ name) -%}
{%- endfor -%}
{{ return(columns) }}
{%- endmacro %}

{#- An account as carbon reports name it: a subscription without its path. Shape: scalar text, small letters. -#}
{% macro reported_account(account_id) -%}
regexp_replace(lower({{ account_id }}), '^/subscriptions/', '')
{%- endmacro %}

{#- The order in which ways to know emissions are believed. Shape: scalar integer, 1 first. -#}
{% macro method_order(method) -%}
case {{ method }}
    when 'provider_export' then 1
    when 'power_meter' then 2
    when 'gpu_telemetry' then 3
    when 'gpu_power_curve' then 4
    when 'token_measured' then 5
    when 'token_model' then 6
    when 'token_default' then 7
    when 'spend_factor' then 8
    else 9
end
{%- endmacro %}

{#- The order of bases where one is to be chosen: direct belongs into scope 2. Shape: scalar integer. -#}
{% macro basis_order(factor_basis) -%}
case {{ factor_basis }} when 'provider' then 1 when 'direct' then 2 when 'lifecycle' then 3 else 4 end
{%- endmacro %}
