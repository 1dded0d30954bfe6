{#- The principals a relation names, with first and last day. Shape: a query; `day` is a date of the relation. -#}
{% macro seen_in(place, relation, day) -%}
select
    principal_id,
    '{{ place }}' as place,
    min({{ day }}) as first_seen_on,
    max({{ day }}) as last_seen_on
from {{ relation }}
where principal_id is not null
group by principal_id
{%- endmacro %}
