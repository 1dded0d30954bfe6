-- One row per billing period, currency, legal entity that pays and another that bears: what it pays for it in
-- whole coins, and what is added.
with charges as (
    select * from {{ ref('int_charges__allocated') }}
),

accounts as (
    select * from {{ ref('dim_billing_account') }}
),

costs as (
    select * from {{ ref('fct_costs') }}
),

entities as (
    select * from {{ ref('dim_legal_entity') }}
),

settings as (
    select * from {{ ref('int_books__settings') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

-- The account's entity pays, the product's or the tag's bears. Who is stated on a bill does both.
crossing as (
    select
        charges.charge_id,
        charges.billing_period,
        coalesce(charges.billing_currency, 'unknown') as currency,
        accounts.legal_entity as paying_entity,
        charges.legal_entity as bearing_entity,
        charges.effective_cost
    from charges
    inner join accounts
        on
            charges.provider_name = accounts.provider_name
            and charges.billing_account_id = accounts.billing_account_id
            and charges.charge_date >= accounts.valid_from
            and charges.charge_date < accounts.valid_to
    cross join settings
    where
        accounts.legal_entity != charges.legal_entity
        and not (settings.is_tax_recoverable and charges.cost_part = 'tax')
),

paid as (
    select
        crossing.billing_period,
        crossing.currency,
        crossing.paying_entity,
        crossing.bearing_entity,
        currencies.minor_units,
        {{ smallest_units('coalesce(sum(crossing.effective_cost), 0)', 'currencies.minor_units') }}
            as effective_cost,
        count(*) as count_rows,
        count(*) - count(crossing.effective_cost) as count_without_amount
    from crossing
    inner join costs on crossing.charge_id = costs.charge_id
    left join currencies on crossing.currency = currencies.currency_code
    where costs.stated_legal_entity is null and costs.cost_origin = 'provider_bill'
    group by
        crossing.billing_period, crossing.currency, crossing.paying_entity, crossing.bearing_entity,
        currencies.minor_units
),

dated as (
    select
        *,
        case when billing_period != 'unknown' then {{ last_day_of_period('billing_period') }} end
            as period_ends_on
    from paid
)

-- Both entities book one amount, so it is rounded before either books it.
select
    dated.billing_period,
    dated.currency,
    dated.paying_entity,
    dated.bearing_entity,
    dated.effective_cost,
    {{ smallest_units(
        money_times('dated.effective_cost', 'coalesce(entities.markup_percent, 0) * 0.01'), 'dated.minor_units'
    ) }} as markup,
    dated.count_rows,
    dated.count_without_amount
from dated
left join entities
    on
        dated.paying_entity = entities.legal_entity
        and dated.period_ends_on >= entities.valid_from
        and dated.period_ends_on < entities.valid_to
