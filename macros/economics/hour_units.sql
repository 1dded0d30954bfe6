{#- Units in which one is an hour of a machine or GPU, in small letters. Shape: a list of text for `in`. -#}
{% macro hour_units() -%}
'hour', 'hours', 'hrs', 'gpu hour', 'gpu hours', 'gpu-hour', 'gpu-hours'
{%- endmacro %}
