-- One row per day, provider, account, service, currency and where cost went that credits and taxes can belong
-- to: an owner, or the node of the pool it is shared from. A weight, not money.
{%- set keys = [
    'provider_name', 'billing_account_id', 'service_name', 'billing_currency', 'stage_order', 'node_id', 'pool_name',
    'team', 'product', 'environment', 'customer', 'legal_entity',
] | join(', ') %}
with charges as (
    select * from {{ ref('int_charges__allocated') }}
    where charge_cost_part not in ('credit', 'tax')
),

pools as (
    select * from {{ ref('int_pools__judged') }}
),

stages as (
    select * from {{ ref('allocation_stages') }}
),

-- A charge of its own stands before every pool; a pool that is too small to be split is its owner's.
placed as (
    select
        charges.charge_date as usage_date,
        charges.provider_name,
        charges.billing_account_id,
        charges.service_name,
        charges.billing_currency,
        case when charges.pool_id is null then 0 else coalesce(stages.stage_order, 99) end as stage_order,
        case when not pools.is_immaterial then charges.node_id end as node_id,
        case when not pools.is_immaterial then charges.pool_name end as pool_name,
        case
            when pools.is_immaterial then pools.owner_name
            when charges.pool_id is not null then null
            when charges.target_kind = 'team' then nullif(charges.target_id, 'unallocated')
            else charges.team
        end as team,
        {% for name in ['product', 'environment', 'customer', 'legal_entity'] %}
            case when charges.pool_id is null then charges.{{ name }} end as {{ name }},
        {% endfor %}
        coalesce(charges.effective_cost_reporting, 0) as effective_cost_reporting
    from charges
    left join pools on charges.pool_id = pools.pool_id
    left join stages on charges.pool_stage = stages.stage_name
)

select
    usage_date,
    {{ keys }},
    cast(sum(effective_cost_reporting) as decimal(38, 12)) as effective_cost_reporting
from placed
group by usage_date, {{ keys }}
