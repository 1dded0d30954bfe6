{#- Whether an identity `key=value` is of a tag key; keys may hold equals signs themselves. Shape: scalar boolean. -#}
{% macro has_tag_key(identity, tag_key) -%}
left({{ identity }}, length({{ tag_key }}) + 1) = {{ tag_key }} || '='
{%- endmacro %}
