-- One row per prepaid account, currency and month: opening + bought - refunded - used - expired = closing.
with months as (
    select * from {{ ref('int_prepaid_months') }}
),

balances as (
    select * from {{ ref('fct_prepaid_balances') }}
),

accounts as (
    select distinct
        provider_name,
        billing_account_id
    from {{ ref('dim_billing_account') }}
    where payment_terms = 'prepaid'
),

-- The newest closing balance that is stated in the month, beside what the movements come to at its moment.
statements as (
    select
        provider_name,
        billing_account_id,
        billing_currency,
        {{ period_of('movement_date') }} as billing_period,
        max(movement_date) as stated_on,
        max_by(stated_balance, movement_date) as stated_closing,
        max_by(balance_after, movement_date) as balance_stated
    from balances
    where movement = 'closing' and is_counted
    group by provider_name, billing_account_id, billing_currency, {{ period_of('movement_date') }}
),

rolled as (
    select
        months.*,
        statements.stated_on,
        statements.stated_closing,
        cast(statements.stated_closing - statements.balance_stated as decimal(38, 12)) as difference,
        accounts.provider_name is not null as is_listed_prepaid,
        cast(
            sum(months.opening + months.bought - months.refunded - months.used - months.expired) over (
                partition by months.provider_name, months.billing_account_id, months.billing_currency
                order by months.billing_period
                rows between unbounded preceding and current row
            ) as decimal(38, 12)
        ) as closing_balance
    from months
    left join statements
        on
            months.provider_name = statements.provider_name
            and months.billing_account_id = statements.billing_account_id
            and months.billing_currency = statements.billing_currency
            and months.billing_period = statements.billing_period
    left join accounts
        on
            months.provider_name = accounts.provider_name
            and months.billing_account_id = accounts.billing_account_id
)

select
    provider_name, billing_account_id, billing_currency, billing_period,
    cast(closing_balance - bought + refunded + used + expired as decimal(38, 12)) as opening_balance,
    bought, refunded, used, expired, closing_balance, stated_on, stated_closing, difference,
    {{ prepaid_cause() }} as cause,
    as_of_date
from rolled
