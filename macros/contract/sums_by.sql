{#- Exact sums of measures of a relation by expressions, keys as text. Shape: key_1.., then the measures, DECIMAL(38,12). -#}
{% macro sums_by(relation, measures, by) -%}
select
    {% for expression in by -%}
    coalesce(cast({{ expression }} as varchar), '') as key_{{ loop.index }},
    {% endfor -%}
    {% for measure in measures -%}
    cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
from {{ relation }}
group by {% for expression in by %}coalesce(cast({{ expression }} as varchar), ''){{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}
