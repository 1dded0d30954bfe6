-- One row per slice of the cost path that has a currency: the fingerprint of the rates it uses.
with slice_currencies as (
    select * from {{ ref('int_cost_slices__currencies') }}
),

period_rates as (
    select * from {{ ref('int_fx_rates__by_period') }}
),

invoice_rates as (
    select * from {{ ref('int_fx_rates__by_invoice') }}
),

rates_used as (
    select
        slice_currencies.slice_id,
        {{ identity([
            'period_rates.billing_currency', 'period_rates.reporting_currency', 'period_rates.fx_rate',
            'period_rates.fx_rate_source', 'period_rates.fx_rate_date', 'period_rates.is_provisional_rate',
        ]) }} as rate_used
    from slice_currencies
    inner join period_rates
        on
            slice_currencies.billing_currency = period_rates.billing_currency
            and slice_currencies.billing_period = period_rates.billing_period
    union all
    select
        slice_currencies.slice_id,
        {{ identity([
            'invoice_rates.billing_currency', 'invoice_rates.invoice_id', 'invoice_rates.fx_rate',
        ]) }} as rate_used
    from slice_currencies
    inner join invoice_rates
        on
            slice_currencies.billing_currency = invoice_rates.billing_currency
            and slice_currencies.billing_period
            = coalesce(invoice_rates.billing_period, slice_currencies.billing_period)
),

fingerprints as (
    select
        slice_id,
        md5(string_agg(rate_used, ',' order by rate_used)) as fx_fingerprint
    from rates_used
    group by slice_id
)

select * from fingerprints
