{#-
    The month-end estimate: the last seven days repeated, each week further on grown by half as much again as the week before it
    (damped drift). These macros are its whole arithmetic; the models only bring the days together.
-#}

{#-
    Log growth of a week over the week before, at most 15 % either way. Shape: scalar double; 0 before two weeks are known and where a
    week cost nothing or less. Arguments: sums of the two weeks; days known.
-#}
{% macro weekly_growth(last_week, week_before, days_known) -%}
case
    when {{ days_known }} >= 14 and {{ last_week }} > 0 and {{ week_before }} > 0
        then greatest(least(ln(cast({{ last_week }} as double) / cast({{ week_before }} as double)), 0.15), -0.15)
    else cast(0 as double)
end
{%- endmacro %}

{#- How a day is estimated with so much history. Shape: text. -#}
{% macro estimate_method(days_known) -%}
case
    when {{ days_known }} >= 14 then 'seasonal_naive_with_damped_drift'
    when {{ days_known }} >= 7 then 'seasonal_naive'
    else 'run_rate'
end
{%- endmacro %}

{#-
    What to multiply the same weekday of the last week with. Shape: scalar DECIMAL(20,12). Arguments: weekly log growth; days ahead, from 1.
    The k-th week ahead has grown by (0.5 + 0.25 + ... 0.5^k) of the growth.
-#}
{% macro damped_drift(weekly_growth, days_ahead) -%}
cast(
    exp({{ weekly_growth }} * (1 - power(cast(0.5 as double), floor(({{ days_ahead }} + 6) / cast(7 as double)))))
    as decimal(20, 12)
)
{%- endmacro %}
