{#-
    One KPI's rows: a row per month, formula, scope and currency, with the sums of numerator and denominator over rows that have both.
    Shape: a select. Arguments: one of kpi_definitions().
-#}
{% macro kpi_rows(definition) -%}
{%- for formula, terms in definition.formulas.items() %}
{%- for scope_kind, scope_column in definition.scopes.items() %}
select
    cast({{ definition.period }} as varchar) as billing_period,
    '{{ definition.kpi }}' as kpi,
    '{{ formula }}' as formula,
    '{{ scope_kind }}' as scope_kind,
    {{ scope_column or 'cast(null as varchar)' }} as scope_id,
    {% if definition.currency %}coalesce({{ definition.currency }}, 'unknown'){% else %}'none'{% endif %} as currency,
    cast(sum(case when ({{ terms[0] }}) is not null then cast({{ terms[1] }} as decimal(38, 12)) end) as decimal(38, 12)) as denominator,
    cast(sum(case when ({{ terms[1] }}) is not null then cast({{ terms[0] }} as decimal(38, 12)) end) as decimal(38, 12)) as numerator,
    cast(count(case when ({{ terms[0] }}) is not null and ({{ terms[1] }}) is not null then 1 end) as bigint) as count_known,
    cast(count(*) as bigint) as count_rows
from {{ definition.relation }}
where
    {{ definition.period }} is not null
    {%- if definition.where %} and ({{ definition.where }}){% endif %}
    {%- if definition.scope_filter %} and {{ definition.scope_filter }} = '{{ scope_kind }}'{% endif %}
    {%- if scope_column %} and {{ scope_column }} is not null{% endif %}
group by {{ definition.period }}
    {%- if scope_column %}, {{ scope_column }}{% endif %}
    {%- if definition.currency %}, {{ definition.currency }}{% endif %}
{% if not loop.last %}union all{% endif %}
{%- endfor %}
{% if not loop.last %}union all{% endif %}
{%- endfor %}
{%- endmacro %}
