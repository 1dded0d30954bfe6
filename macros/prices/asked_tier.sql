{#-
    Tier under which usage is priced. What goes through a gateway is answered at once: where it says no tier it is `standard`. An export
    that is not split by tier stays NULL: any tier. Shape: scalar text.
-#}
{% macro asked_tier() -%}
case when usage_origin = 'gateway_log' then coalesce(service_tier, 'standard') else service_tier end
{%- endmacro %}
