{#-
    Cost on the basis and in the currency of a budget. Shape: two columns, amount and count_missing (rows that lack the measure or a
    rate). Arguments: alias of rows with the columns of planning_sums; alias of budget scopes with cost_basis and is_converted.
-#}
{% macro in_budget_basis(costs, scopes) -%}
case
    {%- for measure in ['billed_cost', 'effective_cost'] %}
    when {{ scopes }}.cost_basis || '_cost' = '{{ measure }}' and {{ scopes }}.is_converted then {{ costs }}.{{ measure }}_reporting
    when {{ scopes }}.cost_basis || '_cost' = '{{ measure }}' then {{ costs }}.{{ measure }}
    {%- endfor %}
end as amount,
case
    {%- for measure in ['billed_cost', 'effective_cost'] %}
    when {{ scopes }}.cost_basis || '_cost' = '{{ measure }}'
        then
            {{ costs }}.count_without_{{ measure }}
            + case when {{ scopes }}.is_converted then {{ costs }}.count_without_rate_of_{{ measure }} else 0 end
    {%- endfor %}
end as count_missing
{%- endmacro %}
