-- One row per day, provider, account, service, currency, legal entity and team: cost of machines that ran its
-- workloads, by what of them it used or asked for. A weight for what is shared by cost, not money.
with charges as (
    select
        node_id,
        charge_date,
        provider_name,
        billing_account_id,
        service_name,
        billing_currency,
        legal_entity,
        sum(coalesce(effective_cost_reporting, 0)) as effective_cost_reporting
    from {{ ref('int_charges__allocated') }}
    where pool_stage = 'kubernetes' and cost_part != 'unused_commitment'
    group by
        node_id, charge_date, provider_name, billing_account_id, service_name, billing_currency, legal_entity
),

parts as (
    select
        node_id,
        target_id,
        sum(case when edge_part in ('shared', 'over_requested') then weight else 0 end) as own_weight,
        sum(sum(weight)) over (partition by node_id) as node_weight
    from {{ ref('int_pool_candidates__nodes') }}
    group by node_id, target_id
)

select
    charges.charge_date as usage_date,
    charges.provider_name,
    charges.billing_account_id,
    charges.service_name,
    charges.billing_currency,
    charges.legal_entity,
    parts.target_id as team,
    -- Each product is a decimal before they are added up: a sum of doubles hangs on the order of rows.
    cast(sum(cast(
        charges.effective_cost_reporting * {{ ratio('parts.own_weight', 'parts.node_weight') }}
        as decimal(28, 6)
    )) as decimal(38, 12)) as effective_cost_reporting
from charges
inner join parts on charges.node_id = parts.node_id
where parts.own_weight > 0 and parts.target_id != 'unallocated'
group by
    charges.charge_date, charges.provider_name, charges.billing_account_id, charges.service_name,
    charges.billing_currency, charges.legal_entity, parts.target_id
