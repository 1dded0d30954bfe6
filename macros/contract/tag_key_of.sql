{#- The tag key of an identity `key=value`. Shape: scalar text. -#}
{% macro tag_key_of(expression) -%}
split_part({{ expression }}, '=', 1)
{%- endmacro %}
