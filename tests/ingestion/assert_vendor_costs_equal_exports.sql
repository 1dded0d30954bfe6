-- core.fct_costs holds exactly the amounts of the vendors' deliveries that count, by scope, day and currency.
{{ config(group='ingestion') }}
with current_days as (
    select * from {{ ref('int_delivery_days__current') }}
),

delivered as (
    select
        delivery_id,
        cast(bucket_start as date) as charge_date,
        currency,
        amount
    from {{ ref('stg_openai__costs') }}
    union all
    select
        delivery_id,
        cast(bucket_start as date) as charge_date,
        currency,
        amount
    from {{ ref('stg_anthropic__cost_report') }}
),

exported as (
    select
        current_days.source_name || '|' || current_days.delivery_scope || '|'
        || cast(delivered.charge_date as varchar) as charge_day,
        delivered.currency,
        sum(delivered.amount) as amount
    from delivered
    inner join current_days
        on
            delivered.delivery_id = current_days.delivery_id
            and delivered.charge_date = current_days.covered_date
    group by current_days.source_name, current_days.delivery_scope, delivered.charge_date, delivered.currency
),

held as (
    select
        source_name || '|' || delivery_scope || '|' || cast(charge_period_start as date) as charge_day,
        billing_currency as currency,
        sum(billed_cost) as amount
    from {{ ref('fct_costs') }}
    where source_name in ('openai_costs', 'anthropic_costs')
    group by source_name, delivery_scope, cast(charge_period_start as date), billing_currency
)

select
    exported.*,
    held.amount as amount_held
from exported
full outer join held on exported.charge_day = held.charge_day and exported.currency = held.currency
where {{ differs('exported.amount', 'held.amount') }}
