{#- What a list of request tags (JSON text) says of a name, as `name:value` or `name=value`. Shape: scalar text; NULL where it is silent. -#}
{% macro request_tag(tags, name) -%}
nullif(regexp_extract({{ tags }}, '"{{ name }}[:=] *([^"]+)"', 1), '')
{%- endmacro %}
