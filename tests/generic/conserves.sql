{#-
    Fails on every group in which a measure's sum differs from the parent's, tolerance zero; a group that is missing on one side
    fails too. Arguments: parent (relation), measures, by (names or expressions that both sides have).
-#}
{% test conserves(model, parent, measures, by) %}
select *
from ({{ sums_by(model, measures, by) }}) as child
full outer join ({{ sums_by(parent, measures, by) }}) as parent
    on
        {% for expression in by -%}
        child.key_{{ loop.index }} = parent.key_{{ loop.index }}{{ ' and ' if not loop.last }}
        {%- endfor %}
where
    {% for measure in measures -%}
    {{ differs('child.' ~ measure, 'parent.' ~ measure) }}{{ ' or ' if not loop.last }}
    {%- endfor %}
{% endtest %}
