-- Fails where what one legal entity asks of another for a month is not, to the last coin, what that one owes
-- it and, less the mark-up, what charges and accounts say that the one pays and the other bears.
{{ config(group='allocation') }}
with settings as (
    select coalesce(bool_or(lower(trim(setting_value)) = 'yes'), false) as is_tax_recoverable
    from {{ ref('dim_setting') }}
    where setting_name = 'recoverable_tax'
),

paid as (
    select
        purposes.billing_period,
        coalesce(costs.billing_currency, 'unknown') as currency,
        payers.legal_entity as paying_entity,
        purposes.legal_entity as bearing_entity,
        coalesce(sum(costs.effective_cost), 0) as effective_cost
    from {{ ref('fct_costs') }} as costs
    inner join {{ ref('fct_cost_purposes') }} as purposes on costs.charge_id = purposes.charge_id
    inner join {{ ref('dim_billing_account') }} as payers
        on
            costs.provider_name = payers.provider_name
            and costs.billing_account_id = payers.billing_account_id
            and purposes.charge_date >= payers.valid_from
            and purposes.charge_date < payers.valid_to
    cross join settings
    where
        payers.legal_entity != purposes.legal_entity
        and costs.cost_origin = 'provider_bill'
        and costs.stated_legal_entity is null
        and not (settings.is_tax_recoverable and costs.charge_category = 'Tax')
    group by
        purposes.billing_period, coalesce(costs.billing_currency, 'unknown'), payers.legal_entity,
        purposes.legal_entity
),

booked as (
    select
        *,
        debit - credit as amount
    from {{ ref('fct_chargeback_journal') }}
    where account_kind like 'intercompany%'
),

-- One line each of the one that pays (asked, earned) and of the one that bears (owed, borne).
pairs as (
    select
        reference_period as billing_period,
        currency,
        case when is_payer then legal_entity else cost_center end as paying_entity,
        case when is_payer then cost_center else legal_entity end as bearing_entity,
        sum(case when account_kind = 'intercompany_receivable' then amount else 0 end) as asked,
        sum(case when account_kind = 'intercompany_payable' then -amount else 0 end) as owed,
        sum(case when account_kind = 'intercompany_income' then -amount else 0 end) as earned,
        sum(case when account_kind = 'intercompany_expense' then amount else 0 end) as borne
    from (
        select
            *,
            account_kind in ('intercompany_receivable', 'intercompany_income') as is_payer
        from booked
    ) as sided
    group by
        reference_period, currency,
        case when is_payer then legal_entity else cost_center end,
        case when is_payer then cost_center else legal_entity end
)

select
    coalesce(paid.billing_period, pairs.billing_period) as billing_period,
    coalesce(paid.currency, pairs.currency) as currency,
    coalesce(paid.paying_entity, pairs.paying_entity) as paying_entity,
    coalesce(paid.bearing_entity, pairs.bearing_entity) as bearing_entity,
    paid.effective_cost,
    pairs.asked,
    pairs.owed,
    pairs.earned,
    pairs.borne
from paid
full outer join pairs
    on
        paid.billing_period = pairs.billing_period
        and paid.currency = pairs.currency
        and paid.paying_entity = pairs.paying_entity
        and paid.bearing_entity = pairs.bearing_entity
left join {{ ref('currencies') }} as currencies
    on coalesce(paid.currency, pairs.currency) = currencies.currency_code
where
    {{ differs('coalesce(pairs.asked, 0)', 'coalesce(pairs.owed, 0)') }}
    or {{ differs('coalesce(pairs.earned, 0)', 'coalesce(pairs.borne, 0)') }}
    or {{ differs(
        'coalesce(pairs.asked - pairs.earned, 0)',
        smallest_units('coalesce(paid.effective_cost, 0)', 'currencies.minor_units'),
    ) }}
