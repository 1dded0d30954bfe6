{#- Units, in small letters, in which providers bill model throughput that a deployment keeps. Shape: a list of texts in brackets. -#}
{% macro throughput_units() -%}
('ptu hours', 'gsu hours', 'model unit hours')
{%- endmacro %}
