{#- The measures that a row lacks, comma separated. Shape: scalar text; NULL where all are given. -#}
{% macro missing_measures(measures) -%}
nullif(concat_ws(',' {%- for measure in measures %}, case when {{ measure }} is null then '{{ measure }}' end {%- endfor %}), '')
{%- endmacro %}
