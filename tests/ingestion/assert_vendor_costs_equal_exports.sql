-- core.fct_costs holds exactly the amounts of the vendors' deliveries that count, by scope, day and currency:
-- as effective cost always, as billed cost unless the account is prepaid, whose use bills nothing.
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

prepaid_accounts as (
    select * from {{ ref('dim_billing_account') }}
    where payment_terms = 'prepaid'
),

held as (
    select
        costs.source_name || '|' || costs.delivery_scope || '|'
        || cast(costs.charge_period_start as date) as charge_day,
        costs.billing_currency as currency,
        prepaid_accounts.billing_account_id is not null as is_prepaid,
        sum(costs.effective_cost) as amount,
        sum(costs.billed_cost) as billed
    from {{ ref('fct_costs') }} as costs
    left join prepaid_accounts
        on
            costs.provider_name = prepaid_accounts.provider_name
            and costs.billing_account_id = prepaid_accounts.billing_account_id
            and costs.charge_period_start >= prepaid_accounts.valid_from
            and costs.charge_period_start < prepaid_accounts.valid_to
    where costs.source_name in ('openai_costs', 'anthropic_costs')
    group by
        costs.source_name, costs.delivery_scope, cast(costs.charge_period_start as date),
        costs.billing_currency, prepaid_accounts.billing_account_id is not null
)

select
    exported.*,
    held.amount as amount_held,
    held.billed as amount_billed
from exported
full outer join held on exported.charge_day = held.charge_day and exported.currency = held.currency
where
    {{ differs('exported.amount', 'held.amount') }}
    or {{ differs('held.billed', 'case when held.is_prepaid then 0 else exported.amount end') }}
