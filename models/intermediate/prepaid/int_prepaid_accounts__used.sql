-- One row per prepaid account, currency and day: what of its credit the charges used.
with costs as (
    select
        *,
        coalesce(charge_period_start, billing_period_start) as used_at
    from {{ ref('fct_costs') }}
    where source_name != 'prepaid_movements' and cost_origin = 'provider_bill'
),

prepaid_accounts as (
    select * from {{ ref('dim_billing_account') }}
    where payment_terms = 'prepaid'
),

used as (
    select
        costs.provider_name,
        costs.billing_account_id,
        costs.billing_currency,
        cast(costs.used_at as date) as movement_date,
        'used' as movement,
        cast(sum(costs.effective_cost) as decimal(38, 12)) as amount
    from costs
    inner join prepaid_accounts
        on
            costs.provider_name = prepaid_accounts.provider_name
            and costs.billing_account_id = prepaid_accounts.billing_account_id
            and costs.used_at >= prepaid_accounts.valid_from
            and costs.used_at < prepaid_accounts.valid_to
    group by
        costs.provider_name, costs.billing_account_id, costs.billing_currency, cast(costs.used_at as date)
)

select * from used
