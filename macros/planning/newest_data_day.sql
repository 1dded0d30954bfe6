{#-
    The newest day of the data: of exports that come daily, else of bills written by hand; days of bills paid ahead do not count. Shape:
    a select of one row and one column, charge_date; NULL with nothing landed. It is the clock of planning: no figure asks what day it is.
-#}
{% macro newest_data_day() -%}
select
    coalesce(
        max(case when sources.freshness_hours <= 168 then completeness.charge_date end),
        max(completeness.charge_date)
    ) as charge_date
from {{ ref('fct_day_completeness') }} as completeness
left join {{ ref('sources') }} as sources on completeness.source_name = sources.source_name
where completeness.reason != 'day_not_over'
{%- endmacro %}
