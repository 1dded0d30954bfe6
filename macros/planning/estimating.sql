{#-
    The month-end estimate: the last seven days repeated, each week further on grown by half as much again as the week before it
    (damped drift). These macros are its whole arithmetic; the models only bring the days together.
-#}

{#-
    Log growth in a week, out of two weeks over the two before, at most 15 % either way; one week over one says more about noise than
    about growth. Shape: scalar double; 0 before four weeks are known and where two weeks cost nothing or less. Arguments: sums of the
    last two weeks and of the two before; days known.
-#}
{% macro weekly_growth(two_weeks, two_before, days_known) -%}
case
    when {{ days_known }} >= 28 and {{ two_weeks }} > 0 and {{ two_before }} > 0
        then
            greatest(
                least(ln(cast({{ two_weeks }} as double) / cast({{ two_before }} as double)) / 2, 0.15), -0.15
            )
    else cast(0 as double)
end
{%- endmacro %}

{#- How a day is estimated with so much history. Shape: text. -#}
{% macro estimate_method(days_known) -%}
case
    when {{ days_known }} >= 28 then 'seasonal_naive_with_damped_drift'
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
