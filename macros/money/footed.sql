{#-
    Amounts worked out from measured things, made to add up to the exact amount that they explain: what is missing or too much goes to
    the largest part. Shape: a relation of `columns`, the parts, DECIMAL(28,12), and left_over, what was added to it.

    relation: a row per amount. parts: names of its columns, DECIMAL; a NULL one is 0. total: the amount, of either sign. The
    largest part is that furthest from 0, the first in order where several are. A part of 0 stays 0 while another is not. This is for
    rounding and nothing else: the caller tests that left_over is no more (see `is_rounding`), for it would hide any fault.
-#}
{% macro footed(relation, columns, parts, total) -%}
select
    {{ columns | join(', ') }},
    {%- for part in parts %}
    cast(part_{{ loop.index }} + case when largest_place = {{ loop.index }} then left_over else 0 end as decimal(28, 12)) as {{ part }},
    {%- endfor %}
    cast(left_over as decimal(28, 12)) as left_over
from (
    select
        *,
        {{ total }} - ({% for part in parts %}part_{{ loop.index }}{{ ' + ' if not loop.last }}{% endfor %}) as left_over,
        case
            {%- for part in parts %}
            when abs(part_{{ loop.index }}) = largest then {{ loop.index }}
            {%- endfor %}
        end as largest_place
    from (
        select
            *,
            greatest({% for part in parts %}abs(part_{{ loop.index }}){{ ', ' if not loop.last }}{% endfor %}) as largest
        from (
            select
                *,
                {%- for part in parts %}
                cast(coalesce({{ part }}, 0) as decimal(38, 12)) as part_{{ loop.index }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ relation }}
        ) as given_parts
    ) as measured_parts
) as placed_parts
{%- endmacro %}

{#-
    Whether what was left over is no more than doubles and 12 places can lose of amounts of this size. Shape: scalar boolean. For
    checks only.
-#}
{% macro is_rounding(left_over, size) -%}
abs({{ left_over }}) <= 0.000000001 + 0.000000000001 * abs({{ size }})
{%- endmacro %}
