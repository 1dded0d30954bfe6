-- One row per day, scope, team, product, provider, service, model, environment, cost class and currency.
with shifted as (
    select * from {{ ref('int_costs_daily__shifted') }}
),

complete as (
    select * from {{ ref('int_costs_daily__complete') }}
),

-- Before the first bill of a provider nothing is known, which is not the same as no cost.
first_days as (
    select
        provider_name,
        min(charge_date) as first_date
    from complete
    group by provider_name
),

dated as (
    select
        shifted.*,
        coalesce(complete.is_complete, true) as is_complete,
        {{ days_between('coalesce(first_days.first_date, shifted.charge_date)', 'shifted.charge_date') }}
            as days_known
    from shifted
    left join first_days on shifted.provider_name = first_days.provider_name
    left join complete
        on shifted.provider_name = complete.provider_name and shifted.charge_date = complete.charge_date
)

select
    charge_date,
    {% for key in costs_daily_keys() %}
        {{ key }},
    {% endfor %}
    {% for measure in costs_daily_measures() %}
        cast({{ measure }} as decimal(38, 12)) as {{ measure }},
    {% endfor %}
    cast(tokens as decimal(38, 12)) as tokens,
    cast(requests as decimal(38, 12)) as requests,
    {% for days in [1, 7, 28] %}
        case
            when days_known >= {{ days }}
                then
                    cast(
                        coalesce(effective_cost, 0) - coalesce(effective_cost_before_{{ days }}d, 0)
                        as decimal(38, 12)
                    )
        end as effective_cost_change_{{ days }}d,
    {% endfor %}
    case
        when days_known >= 6
            then
                cast(
                    {{ money_times('coalesce(effective_cost_7d, 0)', exact_rate(30, 7)) }} as decimal(38, 12)
                )
    end as run_rate,
    count_parts,
    is_complete
from dated
