{#-
    What kind of cost an allocated row is for the question why cost changed: `tokens` is explained by its factors, any other kind is one
    of seed `bridge_drivers` itself. Reads cost_part and the charge's category, class, origin, unit, service category, token class and
    model. Shape: scalar text, never NULL.
-#}
{% macro bridge_kind() -%}
case
    when charge_category = 'Tax' or cost_part = 'tax' then 'tax'
    when charge_category = 'Credit' or cost_part = 'credit' then 'credits'
    when charge_category = 'Adjustment' or charge_class = 'Correction' then 'corrections'
    when cost_part = 'unused_commitment' then 'unused_commitments'
    when cost_part = 'commitment_transfer' then 'commitment_transfers'
    when cost_part in ('idle', 'over_requested', 'overhead') then cost_part
    when cost_part not in ('direct', 'unowned') then 'shared'
    when cost_origin = 'own_asset' then 'own_machines'
    when cost_origin = 'own_labour' then 'labour'
    when charge_category = 'Usage' and token_class is not null and model_name is not null then 'tokens'
    when
        lower(pricing_unit) like '%seat%'
        or lower(pricing_unit) in ('user-months', 'user-month', 'usermonths', 'user months') then 'seats'
    when charge_category = 'Purchase' then 'purchases'
    when service_category = 'Compute' then 'compute'
    when service_category = 'AI and Machine Learning' then 'ai_services'
    else 'other_services'
end
{%- endmacro %}
