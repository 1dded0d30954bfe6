{#-
    Which periods of a list several rows cover. Shape: a query of one row per period; `dimension` has is_overlap_resolved, `key` is text.
-#}
{% macro overlapping_periods(list, dimension, key) -%}
select
    '{{ list }}' as source_name,
    'list_periods_overlap' as rule,
    '{{ list }} ' || {{ key }} || ' from ' || valid_from as detail,
    is_overlap_resolved as is_broken
from {{ dimension }}
{%- endmacro %}
