{#-
    Of the rows of a list that have one key, the one landed last. Shape: a query with all columns of `relation` (a CTE of landed rows);
    the model has a CTE `deliveries` of int_deliveries__ranked. `then_by` settles rows without a record number.
-#}
{% macro newest_rows(relation, keys, then_by=[]) -%}
select *
from (
    select
        {{ relation }}.*,
        row_number() over (
            partition by {{ columns_of(relation, keys) }}
            order by {{ landed_last(relation) }}
                {%- for column in then_by %}, {{ relation }}.{{ column }} asc{% endfor %}
        ) as newest_first
    from {{ relation }}
    inner join deliveries on {{ relation }}.delivery_id = deliveries.delivery_id
) as ranked
where newest_first = 1
{%- endmacro %}

{#-
    Of the rows of a list that have one key, all those of the delivery landed last: two amounts of one key in one file both count.
    Shape: as newest_rows, and `line_number` that tells the rows of a key apart.
-#}
{% macro newest_lines(relation, keys) -%}
select
    *,
    row_number() over (
        partition by {{ keys | join(', ') }} order by source_file asc, source_row asc nulls first
    ) as line_number
from (
    select
        {{ relation }}.*,
        rank() over (
            partition by {{ columns_of(relation, keys) }} order by deliveries.delivery_order desc
        ) as newest_first
    from {{ relation }}
    inner join deliveries on {{ relation }}.delivery_id = deliveries.delivery_id
) as ranked
where newest_first = 1
{%- endmacro %}

{#- Columns with the relation they are of. Shape: a list of columns. -#}
{% macro columns_of(relation, columns) -%}
{% for column in columns %}{{ relation }}.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}
