-- core.fct_costs holds of each Azure account, month and currency what its exports that count say: amortized
-- cost is the effective cost; billed is amortized cost outside commitments plus actual purchases and refunds
-- of them, or where one dataset is missing, what the other bills.
{{ config(group='ingestion') }}
with charges as (
    select * from {{ ref('stg_azure__charges') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
    where source_name = 'azure_cost' and is_current
),

counting as (
    select
        charges.*,
        deliveries.dialect = 'amortized' as is_amortized,
        deliveries.billing_period || '|'
        || substr(deliveries.delivery_scope, length(deliveries.dialect) + 2) as month_of,
        coalesce(
            charges.pricing_model in ('reservation', 'savingsplan')
            or (charges.pricing_model is null and charges.reservation_id is not null), false
        ) as is_committed
    from charges
    inner join deliveries on charges.delivery_id = deliveries.delivery_id
),

exported as (
    select
        month_of,
        billing_currency,
        count(*) filter (where is_amortized) as count_amortized,
        sum(cost) filter (where is_amortized) as amortized_cost,
        sum(cost) filter (where not is_amortized) as actual_cost,
        sum(cost) filter (
            where is_amortized and not is_committed and coalesce(charge_type, '') not like 'unused%'
        ) as uncommitted_cost,
        sum(cost) filter (where not is_amortized and is_committed and charge_type in ('purchase', 'refund'))
            as bought_cost,
        sum(cost) filter (where not is_amortized and not is_committed) as actual_uncommitted_cost
    from counting
    group by month_of, billing_currency
),

expected as (
    select
        month_of,
        billing_currency,
        case
            when count_amortized > 0 then coalesce(uncommitted_cost, 0) + coalesce(bought_cost, 0)
            else actual_cost
        end as billed_cost,
        case when count_amortized > 0 then amortized_cost else coalesce(actual_uncommitted_cost, 0) end
            as effective_cost
    from exported
),

held as (
    select
        billing_period || '|' || regexp_replace(delivery_scope, '^[^/]*/', '') as month_of,
        billing_currency,
        sum(billed_cost) as billed_cost,
        sum(coalesce(effective_cost, 0)) as effective_cost
    from {{ ref('fct_costs') }}
    where source_name = 'azure_cost'
    group by billing_period || '|' || regexp_replace(delivery_scope, '^[^/]*/', ''), billing_currency
)

select
    coalesce(expected.month_of, held.month_of) as month_of,
    expected.billed_cost as expected_billed_cost,
    held.billed_cost,
    expected.effective_cost as expected_effective_cost,
    held.effective_cost
from expected
full outer join held
    on
        expected.month_of = held.month_of
        and not {{ differs('expected.billing_currency', 'held.billing_currency') }}
where
    {{ differs('expected.billed_cost', 'held.billed_cost') }}
    or {{ differs('expected.effective_cost', 'held.effective_cost') }}
