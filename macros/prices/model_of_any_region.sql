{#- A model of the price book without the region scope that a cloud puts before it. Shape: scalar text. -#}
{% macro model_of_any_region(model_ref) -%}
regexp_replace({{ model_ref }}, '^(regional|global)\.', '')
{%- endmacro %}
