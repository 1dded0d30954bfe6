-- One row per charge to allocate: its target, or its pool and the node that shares it, and its kind of cost.
with routed as (
    select * from {{ ref('int_charges__routed') }}
),

pool_rules as (
    select * from {{ ref('int_pools__rules_won') }}
),

transfers as (
    select * from {{ ref('int_charges__transfers') }}
),

-- A machine is shared by itself, as is an unused commitment; a credit belongs to its service, a tax to the
-- account that is billed. Beside covered capacity what is billed on demand is spill-over.
pooled as (
    select
        routed.*,
        pool_rules.rule_id as sharing_rule_id,
        pool_rules.rule_version as sharing_rule_version,
        pool_rules.stage as pool_stage,
        pool_rules.period_start,
        coalesce(routed.node_until, pool_rules.period_end) as period_end,
        case
            when pool_rules.stage in ('credits', 'tax', 'commitments') or routed.pool_resource_key is not null
                then routed.provider_name
        end as pool_provider_name,
        case when pool_rules.stage in ('credits', 'tax', 'commitments') then routed.billing_account_id end
            as pool_billing_account_id,
        case when pool_rules.stage = 'credits' then routed.service_name end as pool_service_name,
        case when routed.pool_resource_key is not null then routed.team end as pool_team,
        case when pool_rules.stage in ('credits', 'tax') then routed.billing_currency end as pool_currency,
        case when routed.pool_name = 'policy:unused_commitment' then routed.commitment_discount_id end
            as pool_commitment_id,
        case when pool_rules.method = 'capacity' and not transfers.is_covered then 'spill_over' end
            as pool_part
    from routed
    left join pool_rules
        on routed.pool_name = pool_rules.pool_name and routed.charge_date = pool_rules.charge_date
    left join transfers on routed.charge_id = transfers.charge_id
),

noded as (
    select
        *,
        case
            when pool_name is not null then {{ pool_node_id() }}
        end as node_id,
        coalesce(charge_part, case
            when pool_name is not null then 'shared'
            when target_id is null or policy = 'unowned' then 'unowned'
            else 'direct'
        end) as charge_cost_part
    from pooled
)

select * from noded
