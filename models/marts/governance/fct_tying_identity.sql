-- One row per invoice issuer, billing period and currency: effective = billed - change of prepayments.
with costs as (
    select * from {{ ref('int_tied_charges') }}
),

changes as (
    select
        invoice_issuer_name,
        billing_period,
        billing_currency,
        sum(bought) as bought,
        sum(used) as used
    from {{ ref('int_prepaid_changes') }}
    group by invoice_issuer_name, billing_period, billing_currency
),

tied as (
    select
        coalesce(costs.invoice_issuer_name, changes.invoice_issuer_name) as invoice_issuer_name,
        coalesce(costs.billing_period, changes.billing_period) as billing_period,
        coalesce(costs.billing_currency, changes.billing_currency) as billing_currency,
        coalesce(costs.is_made_here, true) as is_made_here,
        coalesce(costs.billed, 0) as billed,
        coalesce(costs.effective, 0) as effective,
        coalesce(costs.effective_missing, 0) as effective_missing,
        coalesce(costs.purchase_effective, 0) as purchase_effective,
        coalesce(costs.covered_billed, 0) as covered_billed,
        coalesce(changes.bought, 0) as bought,
        coalesce(changes.used, 0) as used
    from costs
    full outer join changes
        on
            costs.invoice_issuer_name = changes.invoice_issuer_name
            and costs.billing_period = changes.billing_period
            and costs.billing_currency = changes.billing_currency
),

gaps as (
    select
        *,
        sum(bought - used) over (
            partition by invoice_issuer_name, billing_currency order by billing_period
        ) as prepaid_closing,
        effective - (billed - effective_missing) + (bought - used) as gap
    from tied
)

select
    invoice_issuer_name,
    billing_period,
    billing_currency,
    cast(billed as decimal(38, 12)) as billed,
    cast(effective as decimal(38, 12)) as effective,
    cast(prepaid_closing - bought + used as decimal(38, 12)) as prepaid_opening,
    cast(bought as decimal(38, 12)) as prepaid_bought,
    cast(used as decimal(38, 12)) as prepaid_used,
    cast(prepaid_closing as decimal(38, 12)) as prepaid_closing,
    cast(effective_missing as decimal(38, 12)) as effective_missing,
    cast(gap as decimal(38, 12)) as gap,
    cast(purchase_effective as decimal(38, 12)) as purchase_effective,
    cast(covered_billed as decimal(38, 12)) as covered_billed,
    cast(gap - purchase_effective + covered_billed as decimal(38, 12)) as unnamed_gap,
    is_made_here,
    case
        when gap - purchase_effective + covered_billed != 0 then 'effective_differs'
        when purchase_effective != 0 then 'purchase_is_effective'
        when covered_billed != 0 then 'covered_use_is_billed'
        when effective_missing != 0 then 'effective_missing'
        when prepaid_closing < 0 then 'bought_before_the_data'
        else 'ties'
    end as cause
from gaps
