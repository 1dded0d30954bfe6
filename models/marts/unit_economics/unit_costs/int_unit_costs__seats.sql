-- One row per day, vendor, service, unit (seat, active seat, idle seat) and currency: what one costs.
with seats as (
    select
        seat_costs.*,
        idle.idle_cost
    from {{ ref('int_seat_costs__matched') }} as seat_costs
    left join {{ ref('int_seat_costs__idle') }} as idle
        on
            seat_costs.usage_date = idle.usage_date
            and seat_costs.provider_name = idle.provider_name
            and seat_costs.service_name = idle.service_name
            and coalesce(seat_costs.reporting_currency, '') = coalesce(idle.reporting_currency, '')
),

-- An active seat bears what the idle ones cost; that part is told beside it, and never added to it.
units as (
    {% for unit, terms in {
        'seat': ('cost', 'count_seats'), 'active_seat': ('cost', 'active_seats'), 'idle_seat': ('idle_cost', 'idle_seats'),
    }.items() %}
        select
            seats.*,
            '{{ unit }}' as unit,
            {{ terms[0] }} as unit_cost,
            {{ terms[1] }} as quantity
        from seats
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    {{ direct_unit_cost({
        'usage_date': 'usage_date',
        'scope_kind': "'vendor'",
        'scope_id': 'service_name',
        'provider_name': 'provider_name',
        'unit': 'unit',
        'currency': 'reporting_currency',
        'cost': 'unit_cost',
        'quantity': 'quantity',
        'evidence': 'evidence',
        'reason': "case when cost is null then 'no_exchange_rate'
            when count_seats is null then 'no_seats_listed'
            when quantity is null then 'activity_not_proven'
            when quantity = 0 then 'nothing_done' end",
    }) | indent(4) }}
from units
