-- One row per billing currency and billing period that the ECB has a rate for: its last one of the period.
with wanted as (
    select * from {{ ref('int_fx_rates__wanted') }}
),

ecb_rates as (
    select * from {{ ref('int_ecb_rates__cross') }}
),

publication_days as (
    select distinct rate_date from {{ ref('int_ecb_rates__newest') }}
),

published as (
    select
        wanted.billing_currency,
        wanted.billing_period,
        max(case when publication_days.rate_date <= wanted.last_date then publication_days.rate_date end)
            as last_published_date,
        max(publication_days.rate_date) as last_known_date
    from wanted
    cross join publication_days
    group by wanted.billing_currency, wanted.billing_period
),

candidates as (
    select
        wanted.billing_currency,
        wanted.billing_period,
        wanted.last_date,
        max_by(ecb_rates.fx_rate, ecb_rates.rate_date) as fx_rate,
        max(ecb_rates.rate_date) as fx_rate_date
    from wanted
    inner join ecb_rates
        on wanted.billing_currency = ecb_rates.billing_currency and wanted.last_date >= ecb_rates.rate_date
    group by wanted.billing_currency, wanted.billing_period, wanted.last_date
),

-- A currency that is no longer published has no rate, however many old ones there are; a gap of a week is one
-- of publication.
usable as (
    select
        candidates.billing_currency,
        candidates.billing_period,
        candidates.fx_rate,
        candidates.fx_rate_date,
        published.last_known_date < candidates.last_date as is_provisional_rate
    from candidates
    inner join published
        on
            candidates.billing_currency = published.billing_currency
            and candidates.billing_period = published.billing_period
    where candidates.fx_rate_date >= published.last_published_date - 7
)

select * from usable
