-- One row per day, vendor, service and currency that charges for seats: their effective cost of the day.
{%- set keys = ['provider_name', 'service_name', 'reporting_currency'] %}

with charges as (
    select
        charge_id,
        {{ keys | join(', ') }},
        effective_cost_reporting,
        -- A month of seats that is charged on one day is of the whole month.
        case
            when charge_category = 'Purchase' then {{ month_start('charge_period_start') }}
            else cast(charge_period_start as date)
        end as first_date,
        case
            when charge_category = 'Purchase' then cast(last_day(charge_period_start) as date)
            else
                greatest(
                    cast(charge_period_start as date), cast(charge_period_end - interval 1 second as date)
                )
        end as last_date
    from {{ ref('fct_costs') }}
    where
        charge_category in ('Usage', 'Purchase')
        and (lower(pricing_unit) like 'seat%' or lower(pricing_unit) like 'user%')
        and effective_cost != 0
),

days as (
    {{ spread_over_days(
        'charges', keys, {'effective_cost_reporting': 'cost_of_day'}, 'charge_id', 'first_date', 'last_date'
    ) | indent(4) }}
)

select
    service_date as usage_date,
    {{ keys | join(', ') }},
    {{ sum_if_all('cost_of_day') }} as cost
from days
group by service_date, {{ keys | join(', ') }}
