-- One row per series and day whose cost is far from what was expected, with the limits that hold for it.
{%- set rules = anomaly_rules() %}
{%- set limits = {'cost_anomaly_cost_per_day': 'least', 'cost_anomaly_cost': 'event'} %}
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
    where threshold_name in ('cost_anomaly_cost_per_day', 'cost_anomaly_cost')
),

limited as (
    select
        scores.*,
        coalesce(least_team.warning_value, least_provider.warning_value, least_company.warning_value,
            {{ rules.cost_per_day }}) as least_cost,
        coalesce(event_team.warning_value, event_provider.warning_value, event_company.warning_value,
            {{ rules.medium_cost }}) as medium_cost,
        coalesce(event_team.breach_value, event_provider.breach_value, event_company.breach_value,
            {{ rules.high_cost }}) as high_cost
    from scores
    {%- for threshold, name in limits.items() %}
        {%- for kind, column in {'team': 'team', 'provider': 'provider_name', 'company': none}.items() %}
            left join thresholds as {{ name }}_{{ kind }}
                on
                    {{ name }}_{{ kind }}.threshold_name = '{{ threshold }}'
                    and {{ name }}_{{ kind }}.scope_kind = '{{ kind }}'
                    {% if column -%} and scores.{{ column }} = {{ name }}_{{ kind }}.scope_value {%- endif %}
                    and scores.charge_date >= {{ name }}_{{ kind }}.valid_from
                    and scores.charge_date < {{ name }}_{{ kind }}.valid_to
                    and coalesce({{ name }}_{{ kind }}.currency_code, scores.currency) = scores.currency
        {%- endfor %}
    {%- endfor %}
)

select * from limited
where abs(excess_cost) >= least_cost
