-- One row per flagged series and day that no narrower one explains, and that did not only change its owner.
{%- set rules = anomaly_rules() %}
{%- set ranks = {'leaf': 1, 'service': 2, 'team': 2, 'provider': 3, 'company': 4} %}
{%- set service = ['provider_name', 'service_name', 'model_name', 'currency'] %}
with flags as (
    select
        *,
        case scope_kind
            {%- for kind, place in ranks.items() %}
                when '{{ kind }}' then {{ place }}
            {%- endfor %}
        end as scope_rank
    from {{ ref('int_anomaly_flags') }}
),

services as (
    select
        {{ columns_of('series', service) }},
        scores.charge_date,
        scores.excess_cost
    from {{ ref('int_anomaly_scores') }} as scores
    inner join {{ ref('int_anomaly_series') }} as series on scores.series_id = series.series_id
    where series.scope_kind = 'service'
),

-- A leaf is part of its service, team and provider, and all are part of the company.
explained as (
    select distinct
        wider.series_id,
        wider.charge_date
    from flags as wider
    inner join flags as narrower
        on
            wider.currency = narrower.currency
            and wider.charge_date = narrower.charge_date
            and wider.direction = narrower.direction
            and wider.scope_rank > narrower.scope_rank
            and (wider.scope_kind != 'team' or wider.scope_value = narrower.team)
            {%- for column in ['provider_name', 'service_name', 'model_name'] %}
                and coalesce(wider.{{ column }}, narrower.{{ column }}, '')
                = coalesce(narrower.{{ column }}, '')
            {%- endfor %}
            and abs(narrower.excess_cost)
            >= cast({{ rules.explained_share }} as decimal(3, 2)) * abs(wider.excess_cost)
)

select flags.*
from flags
left join explained
    on flags.series_id = explained.series_id and flags.charge_date = explained.charge_date
left join services
    on
        {%- for column in service %}
            flags.{{ column }} = services.{{ column }} and
        {%- endfor %}
        flags.charge_date = services.charge_date
where
    flags.is_told
    and explained.series_id is null
    and not (
        flags.scope_kind = 'leaf'
        and coalesce(services.excess_cost, flags.excess_cost)
        * case when flags.direction = 'up' then 1 else -1 end
        < cast({{ rules.moved_share }} as decimal(3, 2)) * abs(flags.excess_cost)
    )
