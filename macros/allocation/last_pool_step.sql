{#- After how many steps from pool to pool what is left counts as a closed circle. Shape: whole number. -#}
{% macro last_pool_step() -%}
500
{%- endmacro %}
