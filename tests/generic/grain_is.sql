{#- Fails on every key that occurs more than once or holds a NULL. Arguments: columns (names or expressions). -#}
{% test grain_is(model, columns) %}
select {% for column in columns %}{{ column }} as key_{{ loop.index }}, {% endfor %}count(*) as count_rows
from {{ model }}
group by {% for column in columns %}{{ column }}{{ ', ' if not loop.last }}{% endfor %}
having count(*) > 1{% for column in columns %} or {{ column }} is null{% endfor %}
{% endtest %}
