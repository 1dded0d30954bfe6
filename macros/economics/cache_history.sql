{#-
    How far back a cache is compared with itself, and the days with a known cost that are needed for that. Shape: whole numbers.
-#}
{% macro cache_history_days() -%}
28
{%- endmacro %}

{% macro cache_history_days_needed() -%}
7
{%- endmacro %}

{#- The part of its usual hit rate below which a prefix counts as broken. Shape: scalar. -#}
{% macro broken_prefix_part() -%}
0.5
{%- endmacro %}
