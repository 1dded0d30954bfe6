-- One row per currency pair and start of validity: the organisation's rate landed last.
with fx_rates as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_fx_rates__fx_rates') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows(
        'fx_rates', ['from_currency', 'to_currency', 'valid_since'],
        then_by=['rate', 'valid_until']
    ) }}
)

select
    from_currency,
    to_currency,
    cast(rate as decimal(20, 12)) as fx_rate,
    valid_since as valid_from,
    valid_until as valid_to
from newest
