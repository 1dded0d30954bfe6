-- One row per billing period, currency, rule on what becomes of pools and pool or share that it is about: how
-- much money went another way.
with parts as (
    select * from {{ ref('fct_allocated_costs') }}
    where pool_id is not null
),

rules as (
    select distinct
        rule_id,
        rule_version,
        method
    from {{ ref('dim_allocation_rule') }}
),

broken as (
    select
        parts.*,
        case
            when parts.allocation_method = 'circular_chain' then null
            when parts.rule_id is null then 'allocation_pool_without_rule'
            when {{ differs('parts.allocation_method', 'rules.method') }} and rules.method is not null
                then 'allocation_fallback_taken'
        end as rule
    from parts
    left join rules on parts.rule_id = rules.rule_id and parts.rule_version = rules.rule_version
)

select
    billing_period,
    billing_currency,
    rule,
    cast(count(distinct pool_id) as bigint) as count_pools,
    cast(sum(effective_cost) as decimal(38, 12)) as money,
    'pool ' || pool_name || ' by ' || allocation_method as detail
from broken
where rule is not null
group by billing_period, billing_currency, rule, pool_name, allocation_method
union all
select
    billing_period,
    billing_currency,
    'allocation_target_retired' as rule,
    count_pools,
    effective_cost as money,
    'rule ' || rule_id || ' version ' || rule_version || ' names ' || target_kind || ' ' || target_id
    || ', gone from ' || gone_from as detail
from {{ ref('fct_moved_shares') }}
union all
select
    billing_period,
    billing_currency,
    case when stop_reason = 'circle' then 'allocation_circular_chain' else 'allocation_pool_loop' end as rule,
    count_pools,
    effective_cost as money,
    case when stop_reason = 'closed_before' then sent_by || ', shared before it' else 'loop: ' || sent_by end
        as detail
from {{ ref('fct_stopped_shares') }}
