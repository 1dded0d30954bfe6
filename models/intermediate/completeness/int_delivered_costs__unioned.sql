-- One row per charge of any delivery, counting or replaced: its day and amount. A new source is a select.
select
    delivery_id,
    cast(charge_period_start as date) as charge_date,
    billing_currency,
    unblended_cost as amount
from {{ ref('stg_aws__cur_line_items') }}
union all
select
    delivery_id,
    cast(charge_period_start as date) as charge_date,
    billing_currency,
    billed_cost as amount
from {{ ref('stg_focus__cost_and_usage') }}
union all
select
    delivery_id,
    cast(charge_date as date) as charge_date,
    billing_currency,
    cost as amount
from {{ ref('stg_azure__charges') }}
union all
select
    delivery_id,
    cast(bucket_start as date) as charge_date,
    currency as billing_currency,
    amount
from {{ ref('stg_openai__costs') }}
union all
select
    delivery_id,
    cast(bucket_start as date) as charge_date,
    currency as billing_currency,
    amount
from {{ ref('stg_anthropic__cost_report') }}
