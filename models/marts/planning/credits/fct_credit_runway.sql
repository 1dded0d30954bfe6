-- One row per provider, account, currency and kind of credit: what is left, and how long it lasts.
with newest as (
    {{ newest_data_day() | indent(4) }}
),

balances as (
    select * from {{ ref('fct_prepaid_balances') }}
    where is_counted
),

last_movements as (
    select
        provider_name,
        billing_account_id,
        billing_currency,
        max(movement_date) as as_of_date,
        sum(balance_change) as balance
    from balances
    group by provider_name, billing_account_id, billing_currency
),

prepaid as (
    select
        last_movements.provider_name,
        last_movements.billing_account_id,
        last_movements.billing_currency,
        'prepaid' as credit_kind,
        last_movements.as_of_date,
        last_movements.balance,
        sum(case
            when balances.movement = 'used' and balances.movement_date > last_movements.as_of_date - 28
                then -balances.balance_change
            else 0
        end) as used_28_days
    from last_movements
    inner join balances
        on
            last_movements.provider_name = balances.provider_name
            and last_movements.billing_account_id = balances.billing_account_id
            and last_movements.billing_currency = balances.billing_currency
    group by
        last_movements.provider_name, last_movements.billing_account_id, last_movements.billing_currency,
        last_movements.as_of_date, last_movements.balance
),

-- What a bill takes off as credit says nothing of what is left.
on_bills as (
    select
        costs.provider_name,
        costs.billing_account_id,
        costs.billing_currency,
        'credits_on_bills' as credit_kind,
        newest.charge_date as as_of_date,
        cast(null as decimal(38, 12)) as balance,
        -sum(costs.billed_cost) as used_28_days
    from {{ ref('fct_costs') }} as costs
    cross join newest
    where
        costs.charge_category = 'Credit'
        and cast(costs.charge_period_start as date) > newest.charge_date - 28
        and cast(costs.charge_period_start as date) <= newest.charge_date
    group by costs.provider_name, costs.billing_account_id, costs.billing_currency, newest.charge_date
),

united as (
    select * from prepaid
    union all
    select * from on_bills
)

select
    coalesce(provider_name, 'unknown') as provider_name,
    coalesce(billing_account_id, 'unknown') as billing_account_id,
    coalesce(billing_currency, 'unknown') as currency,
    credit_kind,
    as_of_date,
    cast(balance as decimal(38, 12)) as balance,
    cast(used_28_days as decimal(38, 12)) as used_28_days,
    case
        when balance > 0 and used_28_days > 0 then 28 * {{ ratio('balance', 'used_28_days') }}
    end as runway_days,
    case
        when balance > 0 and used_28_days > 0
            then cast(as_of_date + cast(ceil(28 * {{ ratio('balance', 'used_28_days') }}) as integer) as date)
    end as exhausted_on,
    case
        when balance is null then 'balance_not_stated'
        when balance <= 0 then 'no_credit_left'
        when used_28_days <= 0 then 'no_use_in_28_days'
    end as reason
from united
