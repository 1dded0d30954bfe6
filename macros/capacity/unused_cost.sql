{#-
    The part of a workload's cost for what it asked for and did not use. Shape: scalar DECIMAL(28,12) from 0 to the cost; NULL where
    the cost is unknown, or both the source's own figure and the used share of what was asked for.
-#}
{% macro unused_cost(cost, stated, used_share) -%}
case
    when {{ cost }} is not null and ({{ stated }} is not null or {{ used_share }} is not null)
        then
            greatest(
                least(
                    coalesce({{ stated }}, {{ money_times(cost, '1 - least(greatest(' ~ used_share ~ ', 0), 1)') }}),
                    {{ cost }}
                ), 0
            )
end
{%- endmacro %}

{#- Average use as a share of the larger of asked for and used. Shape: scalar DOUBLE, NULL where either is unknown or both are 0. -#}
{% macro used_share(requested, used) -%}
{{ ratio(used, 'case when ' ~ requested ~ ' >= ' ~ used ~ ' then ' ~ requested ~ ' when ' ~ requested ~ ' < ' ~ used ~ ' then '
    ~ used ~ ' end') }}
{%- endmacro %}
