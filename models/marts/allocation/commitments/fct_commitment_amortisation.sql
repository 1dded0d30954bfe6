-- One row per commitment, billing period and currency: what was bought, and what its usage costs.
with costs as (
    select * from {{ ref('fct_costs') }}
    where
        commitment_discount_id is not null
        and (charge_category = 'Purchase' or commitment_discount_status is not null)
),

-- Azure exports what is bought and what is used as datasets, each a delivery scope of its own.
added_up as (
    select
        source_name,
        string_agg(distinct delivery_scope, ', ' order by delivery_scope) as delivery_scope,
        provider_name,
        billing_account_id,
        commitment_discount_id,
        billing_period,
        billing_currency,
        cast(sum(case when charge_category = 'Purchase' then billed_cost end) as decimal(38, 12))
            as purchased_cost,
        cast(sum(case when commitment_discount_status = 'Used' then effective_cost end) as decimal(38, 12))
            as used_cost,
        cast(sum(case when commitment_discount_status = 'Unused' then effective_cost end) as decimal(38, 12))
            as unused_cost,
        count(case when charge_category = 'Purchase' and charge_frequency = 'One-Time' then 1 end)
            as count_upfront,
        count(
            case when commitment_discount_status is not null and effective_cost is null then 1 end
        ) as count_missing
    from costs
    group by
        source_name, provider_name, billing_account_id, commitment_discount_id, billing_period,
        billing_currency
)

-- A purchase made for the whole term is compared over the term, not in the month in which it is billed.
select
    source_name,
    delivery_scope,
    provider_name,
    billing_account_id,
    commitment_discount_id,
    billing_period,
    billing_currency,
    purchased_cost,
    used_cost,
    unused_cost,
    case
        when purchased_cost is not null and count_upfront = 0 and count_missing = 0
            then cast(coalesce(used_cost, 0) + coalesce(unused_cost, 0) - purchased_cost as decimal(38, 12))
    end as difference,
    case
        when count_upfront > 0 then 'paid_for_the_term'
        when purchased_cost is null then 'no_purchase_in_period'
        when count_missing > 0 then 'cost_missing'
        when coalesce(used_cost, 0) + coalesce(unused_cost, 0) = purchased_cost then 'equal'
        else 'differs'
    end as status
from added_up
