{#-
    How many periods of a list several rows cover. Shape: a query of one row; `dimension` has is_overlap_resolved, `key` is text.
-#}
{% macro overlapping_periods(list, dimension, key) -%}
select
    '{{ list }}' as source_name,
    cast(count(*) filter (where is_overlap_resolved) as bigint) as count_rows,
    cast(count(*) as bigint) as count_rows_checked,
    min({{ key }} || ' from ' || valid_from) filter (where is_overlap_resolved) as example_detail
from {{ dimension }}
{%- endmacro %}
