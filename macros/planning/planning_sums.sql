{#-
    Sums of the two bases that budgets are held to, with how many rows lack them. Shape: columns of a grouped select, sums DECIMAL(38,12).
    Argument: alias of rows with the measures of cost_measures().
-#}
{% macro planning_sums(relation) -%}
{%- for measure in ['billed_cost', 'effective_cost'] %}
cast(sum({{ relation }}.{{ measure }}) as decimal(38, 12)) as {{ measure }},
cast(sum({{ relation }}.{{ measure }}_reporting) as decimal(38, 12)) as {{ measure }}_reporting,
cast(
    count(case when {{ relation }}.{{ measure }} is null then 1 end) as bigint
) as count_without_{{ measure }},
cast(
    count(case when {{ relation }}.{{ measure }} != 0 and {{ relation }}.{{ measure }}_reporting is null then 1 end) as bigint
) as count_without_rate_of_{{ measure }},
{%- endfor %}
cast(count(*) as bigint) as count_parts
{%- endmacro %}
