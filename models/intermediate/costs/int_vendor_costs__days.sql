-- One row per line of a vendor's bill with a service period, and day of it: what of it is used that day.
with spread_lines as (
    select * from {{ ref('int_vendor_costs__lines') }}
    where is_spread
)

{{ spread_over_days(
    'spread_lines',
    ['line_number'],
    {'amount': 'amount_of_day', 'quantity': 'quantity_of_day'},
    'line_number', 'service_start', 'service_end'
) }}
