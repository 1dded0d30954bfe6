{#-
    Amounts spread evenly over the days of a service period, exactly: the days of a row add up to its amount (see apportion). Shape: a
    relation of `columns`, `service_date` and one column per amount. One row per row of the relation and day from first to last, both
    included. amounts: a map of amount to the name of the day's part. row_key: the column that tells the rows apart.
    Errors: none; a row without days has no rows here, so the caller gives only those with a period.
-#}
{% macro spread_over_days(relation, columns, amounts, row_key, first_day, last_day) -%}
{{ apportion(
    '(select *, ' ~ each_day(first_day, last_day) ~ ' as service_date from ' ~ relation ~ ') as service_days',
    columns + ['service_date'], amounts, '1', [row_key], ['service_date']
) }}
{%- endmacro %}
