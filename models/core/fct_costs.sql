-- One row per charge as billed.
-- depends_on: {{ ref('int_cost_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_cost_slices__wanted'}
) }}

with charges as (
    select * from {{ ref('int_costs__by_payment_terms') }}
),

period_rates as (
    select * from {{ ref('int_fx_rates__by_period') }}
),

invoice_rates as (
    select * from {{ ref('int_fx_rates__by_invoice') }}
),

hashed as (
    select
        *,
        {{ period_of('billing_period_start') }} as billing_period,
        md5(slice_id || '|' || charge_identity) as identity_hash,
        md5(
            {{ identity(focus_contract() | map('first') | reject('in', [
                'slice_id', 'slice_version', 'delivery_id', 'source_file', 'source_row', 'invoice_id',
                'covered_period',
            ]) | list) }}
        ) as row_hash
    from charges
),

-- The invoice id comes when a month closes, so it only decides between rows that are alike in all else.
numbered as (
    select
        *,
        row_number() over (
            partition by identity_hash order by row_hash asc, invoice_id asc nulls last
        ) as twin_ordinal
    from hashed
),

-- The organisation's own rate first, then the invoice's stated rate, then the ECB's.
with_rate as (
    select
        numbered.*,
        period_rates.reporting_currency,
        case
            when period_rates.fx_rate_source in ('organisation', 'same_currency') then period_rates.fx_rate
            else coalesce(invoice_rates.fx_rate, period_rates.fx_rate)
        end as fx_rate,
        case
            when period_rates.fx_rate_source in ('organisation', 'same_currency')
                then period_rates.fx_rate_source
            when invoice_rates.fx_rate is not null then 'invoice'
            else coalesce(period_rates.fx_rate_source, 'no_rate')
        end as fx_rate_source,
        coalesce(
            period_rates.is_provisional_rate and invoice_rates.fx_rate is null, false
        ) as is_provisional_rate
    from numbered
    left join period_rates
        on
            numbered.billing_currency = period_rates.billing_currency
            and numbered.billing_period = period_rates.billing_period
    left join invoice_rates
        on
            numbered.invoice_id = invoice_rates.invoice_id
            and numbered.billing_currency = invoice_rates.billing_currency
            and numbered.billing_period = coalesce(invoice_rates.billing_period, numbered.billing_period)
),

costs as (
    select
        md5(identity_hash || '|' || cast(twin_ordinal as varchar)) as charge_id,
        row_hash,
        billing_period,
        {% for name, type in focus_contract()
            if name not in ('charge_identity', 'cost_origin', 'covered_period') %}
            {{ name }},
        {% endfor %}
        coalesce(cost_origin, 'provider_bill') as cost_origin,
        {{ missing_measures(['effective_cost', 'contracted_cost', 'list_cost']) }} as missing_measures,
        reporting_currency,
        fx_rate,
        fx_rate_source,
        is_provisional_rate,
        {{ money_times('billed_cost', 'fx_rate') }} as billed_cost_reporting,
        {{ money_times('effective_cost', 'fx_rate') }} as effective_cost_reporting,
        {{ money_times('contracted_cost', 'fx_rate') }} as contracted_cost_reporting,
        {{ money_times('list_cost', 'fx_rate') }} as list_cost_reporting
    from with_rate
)

select * from costs
