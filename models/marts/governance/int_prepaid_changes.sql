-- One row per issuer, billing period, currency and kind of prepayment: what was bought and used.
with costs as (
    select
        *,
        coalesce(invoice_issuer_name, provider_name, 'unknown') as issuer_name,
        coalesce(charge_period_start, billing_period_start) as charged_at
    from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill' and charge_category != 'Tax'
),

prepaid_accounts as (
    select * from {{ ref('dim_billing_account') }}
    where payment_terms = 'prepaid'
),

balances as (
    select * from {{ ref('fct_prepaid_balances') }}
),

commitments as (
    select
        issuer_name,
        billing_period,
        billing_currency,
        'commitments' as prepaid_kind,
        sum(billed_cost) filter (where charge_category = 'Purchase') as bought,
        sum(effective_cost) filter (where commitment_discount_status in ('Used', 'Unused')) as used
    from costs
    where commitment_discount_id is not null
    group by issuer_name, billing_period, billing_currency
),

spread_bills as (
    select
        costs.issuer_name,
        costs.billing_period,
        costs.billing_currency,
        'spread_bills' as prepaid_kind,
        sum(costs.billed_cost) as bought,
        sum(costs.effective_cost) as used
    from costs
    left join prepaid_accounts
        on
            costs.provider_name = prepaid_accounts.provider_name
            and costs.billing_account_id = prepaid_accounts.billing_account_id
            and costs.charged_at >= prepaid_accounts.valid_from
            and costs.charged_at < prepaid_accounts.valid_to
    where costs.source_name = 'vendor_costs' and prepaid_accounts.provider_name is null
    group by costs.issuer_name, costs.billing_period, costs.billing_currency
),

-- The issuer of a prepaid account is that of its charges, where they have one.
issuers as (
    select
        provider_name,
        billing_account_id,
        min(issuer_name) as issuer_name
    from costs
    group by provider_name, billing_account_id
    having count(distinct issuer_name) = 1
),

accounts as (
    select
        coalesce(issuers.issuer_name, balances.provider_name) as issuer_name,
        {{ period_of('balances.movement_date') }} as billing_period,
        balances.billing_currency,
        'prepaid_accounts' as prepaid_kind,
        sum(case balances.movement
            when 'bought' then balances.amount
            when 'refunded' then -balances.amount
        end) as bought,
        sum(balances.amount) filter (where balances.movement in ('used', 'expired')) as used
    from balances
    left join issuers
        on
            balances.provider_name = issuers.provider_name
            and balances.billing_account_id = issuers.billing_account_id
    group by
        coalesce(issuers.issuer_name, balances.provider_name), {{ period_of('balances.movement_date') }},
        balances.billing_currency
),

changes as (
    select * from commitments
    union all
    select * from spread_bills
    union all
    select * from accounts
)

select
    issuer_name as invoice_issuer_name,
    billing_period,
    billing_currency,
    prepaid_kind,
    cast(coalesce(bought, 0) as decimal(38, 12)) as bought,
    cast(coalesce(used, 0) as decimal(38, 12)) as used
from changes
