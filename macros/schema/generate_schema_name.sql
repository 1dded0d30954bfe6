{#- A model's schema is the one its folder names, without the target's prefix: schemas are part of the public contract. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
