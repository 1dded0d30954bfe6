{#-
    Rows of a relation with a month and a day that lie in a side of a comparison: by month where the comparison is of months, else by day.
    Shape: a query of comparison_id, side and all columns; the model has a CTE `sides` of int_bridge__comparisons.
-#}
{% macro in_side(relation, day) -%}
select
    sides.comparison_id,
    sides.side,
    {{ relation }}.*
from sides
inner join {{ relation }} on sides.billing_period = {{ relation }}.billing_period
union all
select
    sides.comparison_id,
    sides.side,
    {{ relation }}.*
from sides
inner join {{ relation }} on sides.first_day <= {{ relation }}.{{ day }} and sides.day_after > {{ relation }}.{{ day }}
where sides.billing_period is null
{%- endmacro %}
