-- One row per source, delivery scope, charge day and billing currency.
with costs as (
    select * from {{ ref('fct_costs') }}
),

deliveries as (
    select * from {{ ref('fct_deliveries') }}
),

sources as (
    select * from {{ ref('sources') }}
),

charge_days as (
    select
        source_name,
        delivery_scope,
        cast(charge_period_start as date) as charge_date,
        billing_period,
        billing_currency,
        cast(count(*) as bigint) as count_charges,
        cast(count(distinct delivery_id) as bigint) as count_deliveries,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost
    from costs
    group by source_name, delivery_scope, cast(charge_period_start as date), billing_period, billing_currency
),

loads as (
    select
        source_name,
        delivery_scope,
        billing_period,
        max(landed_at) as last_landed_at,
        bool_or(is_invoiced and is_current) as is_invoiced,
        cast(sum(count_rows_quarantined) as bigint) as count_rows_quarantined
    from deliveries
    group by source_name, delivery_scope, billing_period
)

select
    charge_days.source_name,
    charge_days.delivery_scope,
    charge_days.charge_date,
    charge_days.billing_period,
    charge_days.billing_currency,
    charge_days.count_charges,
    charge_days.count_deliveries,
    charge_days.billed_cost,
    loads.last_landed_at,
    coalesce(loads.is_invoiced, false) as is_invoiced,
    cast(
        date_diff('hour', cast(charge_days.charge_date as timestamp), loads.last_landed_at) as bigint
    ) as hours_until_landed,
    cast(sources.freshness_hours as bigint) as promised_hours,
    coalesce(loads.count_rows_quarantined, 0) as count_rows_quarantined
from charge_days
left join loads
    on
        charge_days.source_name = loads.source_name
        and charge_days.delivery_scope = loads.delivery_scope
        and charge_days.billing_period = loads.billing_period
left join sources on charge_days.source_name = sources.source_name
