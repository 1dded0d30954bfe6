-- One row per cost of own assets or labour, and day of its period: what of it falls on that day.
with lines as (
    select * from {{ ref('int_own_costs__lines') }}
)

{{ spread_over_days(
    'lines',
    ['line_number'],
    {'amount': 'amount_of_day', 'quantity': 'quantity_of_day'},
    'line_number', 'period_start', 'last_day'
) }}
