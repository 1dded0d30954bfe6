{#- The sum of a measure where every row of the group has one. Shape: scalar DECIMAL(38,12); NULL where one is missing. -#}
{% macro sum_if_all(measure) -%}
case when count(*) = count({{ measure }}) then cast(sum({{ measure }}) as decimal(38, 12)) end
{%- endmacro %}
