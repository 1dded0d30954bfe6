{#-
    Where a cost anomaly begins. Shape: a map of name to number. Money is of the row's own currency, and a default: the landed threshold
    `cost_anomaly_cost_per_day` sets the least excess of a day (warning value), `cost_anomaly_cost` from which excess on an event is of
    medium (warning) and of high (breach) severity; both for the company, a team or a provider.

    weeks: days of the same weekday that make the expectation, weeks_needed of them at least. drift_days, drift_days_needed: days whose
    residuals say by how much the level has drifted since, and how steady the series is. z, z_alone: spreads away from the expectation, and
    those that a day needs to be an event alone. least_scale: the spread, in log, that no series is below. percent: least excess over the expectation. small_cost: added before the logarithm, so that
    nothing has one. gap_days: quiet days within one event. new_after_days: days of history before a series is new; new_days: how long it is.
    explained_share: an event of a roll-up is left out where one narrower series explains so much of it. moved_share: a leaf is left out where
    its service over all teams changed by less than so much of it: the cost moved from one owner to another.
-#}
{% macro anomaly_rules() -%}
{{ return({
    'cost_per_day': 50, 'medium_cost': 500, 'high_cost': 5000, 'weeks': 6, 'weeks_needed': 3, 'drift_days': 42,
    'drift_days_needed': 21, 'z': 3.5, 'z_alone': 5, 'least_scale': 0.05, 'percent': 25, 'small_cost': 1, 'gap_days': 2,
    'new_after_days': 28, 'new_days': 7, 'late_days': 7, 'explained_share': 0.8, 'moved_share': 0.5,
}) }}
{%- endmacro %}

{#-
    Whether a charge is for usage of one day, so that its days may be compared: no purchase, tax, credit, adjustment or correction, no fee
    that recurs, nothing over more than a day, and no unused commitment, which falls when usage rises. Shape: a condition over rows of
    core.fct_costs. Argument: their alias.
-#}
{% macro is_daily_usage(costs) -%}
(
    {{ costs }}.charge_category = 'Usage'
    and {{ costs }}.charge_class is null
    and lower(coalesce({{ costs }}.charge_frequency, 'usage-based')) = 'usage-based'
    and coalesce({{ costs }}.commitment_discount_status, 'Used') != 'Unused'
    and {{ costs }}.charge_period_start is not null
    and coalesce({{ costs }}.charge_period_end, {{ costs }}.charge_period_start)
    <= {{ minutes_later(costs ~ '.charge_period_start', 1440) }}
)
{%- endmacro %}

{#- What a cost anomaly saw, as a plain sentence. Shape: scalar text. Argument: alias of rows of int_anomaly_events__named. -#}
{% macro anomaly_sentence(events) -%}
case
    when {{ events }}.is_new then 'Never billed before: '
    when {{ events }}.actual_cost = 0 then 'Nothing was billed any more: '
    else ''
end
|| {{ said_money(events ~ '.actual_cost', events ~ '.currency') }} || ' on ' || cast({{ events }}.count_days as varchar)
|| case when {{ events }}.count_days = 1 then ' day' else ' days' end
|| ' from ' || cast({{ events }}.first_date as varchar) || ' to ' || cast({{ events }}.last_date as varchar)
|| ', where ' || {{ said_money(events ~ '.expected_cost', events ~ '.currency') }}
|| ' was expected by the same weekdays before.'
{%- endmacro %}

{#-
    SQL that shows the days of a cost anomaly and of four weeks before it. Shape: scalar text. Argument: alias of rows of
    int_anomaly_events__named.
-#}
{% macro anomaly_query(events) -%}
'select cast(costs.charge_period_start as date) as charge_date, sum(coalesce(costs.effective_cost, costs.billed_cost)) as cost'
|| ' from core.fct_costs as costs left join allocation.fct_allocated_costs as owners on costs.charge_id = owners.charge_id'
|| ' and owners.cost_part != ''commitment_transfer'' where '
|| '{{ is_daily_usage('costs') | replace("'", "''") | replace('\n', ' ') }}'
|| ' and coalesce(costs.billing_currency, ''unknown'') = ' || {{ sql_literal(events ~ '.currency') }}
|| ' and cast(costs.charge_period_start as date) >= date ' || {{ sql_literal(events ~ '.first_date - 28') }}
|| ' and cast(costs.charge_period_start as date) <= date ' || {{ sql_literal(events ~ '.last_date') }}
{%- for column, unknown in {'provider_name': 'unknown', 'service_name': 'unknown', 'model_name': 'none'}.items() %}
|| coalesce(' and coalesce(costs.{{ column }}, ''{{ unknown }}'') = ' || {{ sql_literal(events ~ '.' ~ column) }}, '')
{%- endfor %}
|| case
    when {{ events }}.scope_kind in ('leaf', 'team') then
        ' and case when owners.charge_id is null then ''shared'' else coalesce(owners.team, ''unowned'') end = '
        || {{ sql_literal(events ~ '.scope_value') }}
    else ''
end
|| ' group by 1 order by 1'
{%- endmacro %}
