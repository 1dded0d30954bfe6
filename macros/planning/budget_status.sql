{#-
    How a budget stands on a day, worst first. Shape: text, never NULL. Argument: alias of rows with the columns of int_budget_burn,
    estimates and thresholds.

    breached: spent. warning: burning fast on two windows (a day and three, or a week and four), so that neither one bad day nor an old
    one warns alone. watch: estimated to end above the budget, or one window is high. over_funded: even the high estimate leaves a
    fifth. A month that is over is breached, over_funded or on_track. Nothing
    is over-funded while a source of the month before has brought nothing.
-#}
{% macro budget_status(burn) -%}
case
    when {{ burn }}.amount_to_date is null then 'unknown'
    when {{ burn }}.amount_to_date > {{ burn }}.amount then 'breached'
    when {{ burn }}.days_left = 0 then case
        when
            {{ burn }}.amount_to_date < {{ money_times(burn ~ '.amount', '0.8') }} and {{ burn }}.amount_behind <= 0
            then 'over_funded'
        else 'on_track'
    end
    when
        {{ burn }}.burn_multiple_1d > {{ burn }}.warn_1d and {{ burn }}.burn_multiple_3d > {{ burn }}.warn_3d
        then 'warning'
    when
        {{ burn }}.burn_multiple_7d > {{ burn }}.warn_7d
        and coalesce({{ burn }}.burn_multiple_28d > {{ burn }}.warn_28d, true)
        then 'warning'
    when {{ burn }}.month_end_estimate > {{ burn }}.amount then 'watch'
    when
        {{ burn }}.burn_multiple_1d > {{ burn }}.watch_1d or {{ burn }}.burn_multiple_7d > {{ burn }}.watch_7d
        then 'watch'
    when
        {{ burn }}.highest_estimate < {{ money_times(burn ~ '.amount', '0.8') }} and {{ burn }}.amount_behind <= 0
        then 'over_funded'
    else 'on_track'
end
{%- endmacro %}
