-- One row per issuer, paying account, entity, delivery, billing period, day and late item: what it bills.
with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
),

accounts as (
    select * from {{ ref('dim_billing_account') }}
),

-- The entity that pays is that of the account, not that of the product the charge is for.
keyed as (
    select
        coalesce(costs.invoice_issuer_name, costs.provider_name, 'unknown') as invoice_issuer_name,
        costs.billing_account_id,
        coalesce(costs.stated_legal_entity, accounts.legal_entity) as legal_entity,
        costs.source_name,
        costs.delivery_scope,
        costs.delivery_id,
        coalesce(costs.billing_period, 'unknown') as billing_period,
        coalesce(costs.billing_currency, 'unknown') as billing_currency,
        cast(coalesce(costs.charge_period_start, costs.billing_period_start) as date) as charge_date,
        {{ late_item('costs') }} as late_item,
        coalesce(costs.billed_cost, 0) as billed_cost,
        costs.effective_cost
    from costs
    left join accounts
        on
            costs.provider_name = accounts.provider_name
            and costs.billing_account_id = accounts.billing_account_id
            and coalesce(costs.charge_period_start, costs.billing_period_start) >= accounts.valid_from
            and coalesce(costs.charge_period_start, costs.billing_period_start) < accounts.valid_to
)

-- What a row bills is cost of its month as far as it is effective; the rest is paid ahead.
select
    invoice_issuer_name, billing_account_id, legal_entity, source_name, delivery_scope, delivery_id,
    billing_period, billing_currency, charge_date, late_item,
    cast(count(*) as bigint) as count_charges,
    cast(sum(billed_cost) as decimal(38, 12)) as billed,
    cast(
        coalesce(sum(coalesce(effective_cost, billed_cost)) filter (where billed_cost != 0), 0)
        as decimal(38, 12)
    ) as carried,
    cast(
        coalesce(sum(billed_cost - coalesce(effective_cost, billed_cost)) filter (where billed_cost != 0), 0)
        as decimal(38, 12)
    ) as paid_ahead,
    cast(coalesce(sum(effective_cost) filter (where billed_cost = 0), 0) as decimal(38, 12)) as drawn,
    cast(coalesce(sum(effective_cost), 0) as decimal(38, 12)) as effective,
    cast(coalesce(sum(billed_cost) filter (where effective_cost is null), 0) as decimal(38, 12))
        as billed_without_effective
from keyed
group by
    invoice_issuer_name, billing_account_id, legal_entity, source_name, delivery_scope, delivery_id,
    billing_period, billing_currency, charge_date, late_item
