-- One row per series and day whose cost is far from what was expected, with the limits that hold for it.
{%- set rules = anomaly_rules() %}
{%- set scopes = {'team': 'scores.team', 'provider': 'scores.provider_name'} %}
with scores as (
    select
        scores.*,
        series.scope_kind,
        series.scope_value,
        series.provider_name,
        series.service_name,
        series.model_name,
        series.currency,
        case when series.scope_kind in ('leaf', 'team') then series.scope_value end as team
    from {{ ref('int_anomaly_scores') }} as scores
    inner join {{ ref('int_anomaly_series') }} as series on scores.series_id = series.series_id
    where
        coalesce(abs(scores.z), {{ rules.z }} + 1) > {{ rules.z }}
        and abs(scores.excess_cost) * 100 > {{ rules.percent }} * scores.expected_cost
),

thresholds as (
    select * from {{ ref('dim_threshold') }}
),

limited as (
    select
        scores.*,
        {{ threshold_of('least', 'warning_value', scopes, rules.cost_per_day) }} as least_cost,
        {{ threshold_of('event', 'warning_value', scopes, rules.medium_cost) }} as medium_cost,
        {{ threshold_of('event', 'breach_value', scopes, rules.high_cost) }} as high_cost
    from scores
    {{ join_thresholds('scores', 'charge_date', 'cost_anomaly_cost_per_day', 'least', scopes) | indent(4) }}
    {{ join_thresholds('scores', 'charge_date', 'cost_anomaly_cost', 'event', scopes) | indent(4) }}
)

select * from limited
where abs(excess_cost) >= least_cost
