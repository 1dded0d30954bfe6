{#-
    Where an early warning begins. Shape: a map of name to number. `cost_per_day`, money of the row's own currency, is the default of the
    threshold `early_warning_cost_per_day`, which a landed list may set for the company, a team, a product or a key.

    history_days: whole days before the day of an hour that it is compared with. warm_up_days: days that a gateway must have been heard
    of before anything on it is new or unusual. new_days: how long what is new stays new. gap_hours: quiet hours within one warning.
    days_needed: days of its own that a key or session needs among them. spike_z and spike_times: a key's hour against the same hour of
    such days, in spreads and in times; least_spread is what no key is steadier than, in log. jumps_share: a key that jumps in more of its
    hours keeps to none, and is judged by the dearest hour of its usual days. session_times and session_calls_times: an
    hour of one session against the dearest and the busiest hour of a session on a usual day; least_calls: with fewer nothing loops or
    breaks. cache_share: a cache that usually gives less is none, cache_part: the part of its usual share below which it is broken.
    failed_share and failed_times: failed attempts of an hour, as a share and against what is usual; least_failed: so many are a fault
    though the gateway says no tokens of them. explained_share: a key's spike is left out where another warning explains so much of it.
-#}
{% macro warning_rules() -%}
{{ return({
    'cost_per_day': 10, 'history_days': 28, 'warm_up_days': 14, 'new_days': 7, 'gap_hours': 3, 'days_needed': 7,
    'spike_z': 4, 'spike_times': 2.25, 'least_spread': 0.1, 'session_times': 5, 'session_calls_times': 3,
    'least_calls': 10, 'cache_share': 0.2, 'cache_part': 0.5, 'failed_share': 0.3, 'failed_times': 5,
    'least_failed': 50, 'jumps_share': 0.03, 'explained_share': 0.8,
}) }}
{%- endmacro %}

{#- Columns of an hour that may warn, in their order, as all kinds of early warnings deliver them. Shape: a list of names. -#}
{% macro warning_columns() -%}
{{ return([
    'warning_kind', 'source_name', 'delivery_scope', 'currency', 'scope_value', 'provider_name', 'model_name',
    'api_key_id', 'session_id', 'usage_date', 'usage_hour', 'began_at', 'observed_cost', 'highest_observed_cost',
    'expected_cost', 'count_attempts', 'count_shown', 'count_of', 'usual', 'is_sure', 'reason',
]) }}
{%- endmacro %}

{#-
    Whether the cost of an hour is far above another, and more than chance does with so few attempts: their number varies as its root, and
    their costs about as much again. Shape: a condition over DOUBLE. Arguments: the cost, what is usual, and what one attempt costs.
-#}
{% macro jumps(cost, usual, cost_of_attempt) -%}
(
    {{ cost }} >= {{ warning_rules().spike_times }} * {{ usual }}
    and sqrt(2) * (sqrt({{ cost }} / nullif({{ cost_of_attempt }}, 0)) - sqrt({{ usual }} / nullif({{ cost_of_attempt }}, 0)))
    > {{ warning_rules().spike_z }}
)
{%- endmacro %}
