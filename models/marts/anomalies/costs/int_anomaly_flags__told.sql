-- One row per flagged series and day that no narrower one explains.
{%- set ranks = {'leaf': 1, 'team': 2, 'provider': 2, 'company': 3} %}
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

-- A leaf is part of its team and its provider, and all are part of the company.
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
            and (
                wider.scope_kind = 'company'
                or (wider.scope_kind = 'team' and wider.scope_value = narrower.team)
                or (wider.scope_kind = 'provider' and wider.scope_value = narrower.provider_name)
            )
            and abs(narrower.excess_cost)
            >= cast({{ anomaly_rules().explained_share }} as decimal(3, 2)) * abs(wider.excess_cost)
)

select flags.*
from flags
left join explained
    on flags.series_id = explained.series_id and flags.charge_date = explained.charge_date
where explained.series_id is null
