-- One row per KPI: what it is, who acts on it, and its bands.
{%- for definition in kpi_definitions() %}
    select
        {{ loop.index }} as kpi_order,
        '{{ definition.kpi }}' as kpi,
        '{{ definition.title }}' as title,
        '{{ definition.owner }}' as owner_role,
        '{{ definition.decision }}' as decision,
        '{{ definition.direction }}' as direction,
        '{{ definition.unit }}' as unit,
        cast({{ definition.good if definition.good is not none else 'null' }} as decimal(28, 12))
            as good_from,
        cast({{ definition.tolerable if definition.tolerable is not none else 'null' }} as decimal(28, 12))
            as tolerable_from,
        nullif('{{ definition.deviation or '' }}', '') as deviation
    {% if not loop.last %}union all{% endif %}
{%- endfor %}
