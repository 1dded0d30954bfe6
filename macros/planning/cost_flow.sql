{#-
    How a charge that is no usage comes again: every day (`daily`), every month (`monthly`) or not that anybody can tell (`one_time`).
    Shape: text. Arguments: numbers of different days and months with it, its first and last day. Daily is what has six days of ten, five
    at least; monthly what has six months of ten, two at least. Error: in its first month a monthly charge is one_time.
-#}
{% macro cost_flow(count_days, count_months, first_date, last_date) -%}
case
    when
        {{ count_days }} >= 5
        and {{ count_days }} * 10 >= 6 * ({{ days_between(first_date, last_date) }} + 1)
        then 'daily'
    when
        {{ count_months }} >= 2
        and {{ count_months }} * 300 >= 6 * ({{ days_between(first_date, last_date) }} + 1)
        then 'monthly'
    else 'one_time'
end
{%- endmacro %}
