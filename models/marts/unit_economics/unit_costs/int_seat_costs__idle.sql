-- One row per day, vendor, service and currency with seats all known to be used or idle: cost of the idle.
{%- set keys = ['usage_date', 'provider_name', 'service_name', 'reporting_currency'] %}

with seats as (
    select
        *,
        md5({{ identity(keys) }}) as seats_key,
        cast(cost as decimal(28, 12)) as cost_of_seats
    from {{ ref('int_seat_costs__matched') }}
    where count_seats > 0 and active_seats is not null
),

halves as (
    select
        seats.*,
        'active' as half,
        active_seats as weight
    from seats
    union all
    select
        seats.*,
        'idle' as half,
        idle_seats as weight
    from seats
),

parts as (
    {{ apportion(
        'halves', keys + ['half'], {'cost_of_seats': 'part'}, 'weight', ['seats_key'], ['half']
    ) | indent(4) }}
)

select
    {{ keys | join(', ') }},
    part as idle_cost
from parts
where half = 'idle'
