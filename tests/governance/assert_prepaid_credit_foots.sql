-- The credit of every prepaid account foots with core.fct_costs, tolerance zero: each month's parts come to
-- its closing, the last of which is the first opening + what was billed - what was effective since. Tax is
-- neither.
with months as (
    select
        *,
        lag(closing_balance) over (
            partition by provider_name, billing_account_id, billing_currency order by billing_period
        ) as balance_before
    from {{ ref('fct_prepaid_rollforward') }}
),

first_openings as (
    select
        provider_name,
        billing_account_id,
        billing_currency,
        sum(balance_change) as opened_with
    from {{ ref('fct_prepaid_balances') }}
    where movement = 'opening'
    group by provider_name, billing_account_id, billing_currency
),

opened as (
    select
        provider_name,
        billing_account_id,
        billing_currency,
        min(case when movement = 'opening' then movement_date end) as opened_on,
        max(case when is_counted then movement_date end) as last_date
    from {{ ref('fct_prepaid_balances') }}
    group by provider_name, billing_account_id, billing_currency
),

terms as (
    select distinct
        provider_name,
        billing_account_id
    from {{ ref('dim_billing_account') }}
    where payment_terms = 'prepaid'
),

charges as (
    select
        costs.provider_name,
        costs.billing_account_id,
        costs.billing_currency,
        sum(costs.billed_cost - costs.effective_cost) as left_over
    from {{ ref('fct_costs') }} as costs
    inner join terms
        on
            costs.provider_name = terms.provider_name
            and costs.billing_account_id = terms.billing_account_id
    inner join opened
        on
            costs.provider_name = opened.provider_name
            and costs.billing_account_id = opened.billing_account_id
            and costs.billing_currency = opened.billing_currency
    where cast(costs.charge_period_start as date) >= coalesce(opened.opened_on, date '1970-01-01')
    group by costs.provider_name, costs.billing_account_id, costs.billing_currency
),

last_months as (
    select
        provider_name,
        billing_account_id,
        billing_currency,
        max_by(closing_balance, billing_period) as closing_balance
    from months
    group by provider_name, billing_account_id, billing_currency
)

select
    'month' as what,
    provider_name,
    billing_account_id,
    billing_period as place
from months
where
    {{ differs('opening_balance + bought - refunded - used - expired', 'closing_balance') }}
    or (balance_before is not null and {{ differs('opening_balance', 'balance_before') }})
union all
select
    'account' as what,
    charges.provider_name,
    charges.billing_account_id,
    charges.billing_currency as place
from charges
left join last_months
    on
        charges.provider_name = last_months.provider_name
        and charges.billing_account_id = last_months.billing_account_id
        and charges.billing_currency = last_months.billing_currency
left join first_openings
    on
        charges.provider_name = first_openings.provider_name
        and charges.billing_account_id = first_openings.billing_account_id
        and charges.billing_currency = first_openings.billing_currency
where
    {{ differs(
        'last_months.closing_balance', 'coalesce(first_openings.opened_with, 0) + charges.left_over'
    ) }}
