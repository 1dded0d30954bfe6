-- One row per billing period, currency and rule on what became of pools: how much money went another way.
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
            when parts.allocation_method = 'circular_chain' then 'allocation_circular_chain'
            when parts.rule_id is null then 'allocation_pool_without_rule'
            when {{ differs('parts.allocation_method', 'rules.method') }} and rules.method is not null
                then 'allocation_fallback_taken'
        end as rule
    from parts
    left join rules on parts.rule_id = rules.rule_id and parts.rule_version = rules.rule_version
)

select
    'allocation_rules' as source_name,
    'organisation' as delivery_scope,
    billing_period,
    rule,
    billing_currency,
    cast(count(distinct pool_id) as bigint) as count_rows,
    cast(count(distinct pool_id) as bigint) as count_rows_checked,
    cast(sum(effective_cost) as decimal(38, 12)) as money,
    min(pool_name || ' by ' || allocation_method) as example_detail
from broken
where rule is not null
group by billing_period, rule, billing_currency
