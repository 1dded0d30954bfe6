-- Each cost of a day's usage is in one leaf and in the company, and nothing else is.
{{ config(group='anomalies') }}
with charges as (
    select
        coalesce(costs.billing_currency, 'unknown') as currency,
        cast(costs.charge_period_start as date) as charge_date,
        cast(sum(coalesce(costs.effective_cost, costs.billed_cost)) as decimal(38, 12)) as cost
    from {{ ref('fct_costs') }} as costs
    inner join {{ ref('sources') }} as sources on costs.source_name = sources.source_name
    where sources.freshness_hours <= 168 and {{ is_daily_usage('costs') }}
    group by coalesce(costs.billing_currency, 'unknown'), cast(costs.charge_period_start as date)
),

series as (
    select
        currency,
        charge_date,
        cast(sum(case when scope_kind = 'leaf' then cost end) as decimal(38, 12)) as leaf_cost,
        cast(sum(case when scope_kind = 'service' then cost end) as decimal(38, 12)) as service_cost,
        cast(sum(case when scope_kind = 'provider' then cost end) as decimal(38, 12)) as provider_cost,
        cast(sum(case when scope_kind = 'company' then cost end) as decimal(38, 12)) as company_cost
    from {{ ref('int_anomaly_source_days') }}
    group by currency, charge_date
)

select
    coalesce(charges.currency, series.currency) as currency,
    coalesce(charges.charge_date, series.charge_date) as charge_date
from charges
full outer join series
    on charges.currency = series.currency and charges.charge_date = series.charge_date
where
    {{ differs('charges.cost', 'series.leaf_cost') }}
    or {{ differs('charges.cost', 'series.service_cost') }}
    or {{ differs('charges.cost', 'series.provider_cost') }}
    or {{ differs('charges.cost', 'series.company_cost') }}
