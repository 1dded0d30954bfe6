{#-
    A dimension of an allocated cost: the target where it is of that kind (NULL for `unallocated`), else what the charge says. Shape: a
    select item of that name, text. Arguments: the dimension, and the expression of what else is known.
-#}
{% macro target_column(dimension, otherwise=none) -%}
case
    when target_kind = '{{ dimension }}' then nullif(target_id, 'unallocated')
    else {{ otherwise or dimension }}
end as {{ dimension }}
{%- endmacro %}
