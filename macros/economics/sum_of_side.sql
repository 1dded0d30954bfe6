{#-
    Measures of both sides of a comparison side by side: the sum of a measure over the rows of one side and origin, NULL where one of
    them lacks it or there are none. Reads columns side and origin. Shape: scalar DECIMAL(38,12).
-#}
{% macro sum_of_side(measure, side, origin) -%}
{%- set here = "side = '" ~ side ~ "' and origin = '" ~ origin ~ "'" -%}
case
            when count(case when {{ here }} then 1 end) = count(case when {{ here }} then {{ measure }} end)
                then cast(sum(case when {{ here }} then {{ measure }} end) as decimal(38, 12))
        end
{%- endmacro %}
