-- One row per pool that other pools feed and period for which one of them is shared, in each graph of pools.
with fed_pools as (
    select distinct target as pool_name from {{ ref('dim_allocation_rule') }}
    where target_kind = 'pool'
),

rules as (
    select
        cast(null as varchar) as tried_in,
        pool_name,
        rule_id,
        rule_version,
        priority,
        valid_from,
        valid_to
    from {{ ref('int_allocation_rules__pools') }}
    union all
    select
        comparison_id as tried_in,
        pool_name,
        rule_id,
        rule_version,
        priority,
        valid_from,
        valid_to
    from {{ ref('int_pools__rules_tried') }}
),

periods as (
    select
        tried_in,
        period_start,
        period_end,
        min(is_tried) as is_tried
    from (
        select
            cast(null as varchar) as tried_in,
            period_start,
            period_end,
            0 as is_tried
        from {{ ref('int_pools') }}
        union all
        select
            tried_in,
            period_start,
            period_end,
            1 as is_tried
        from {{ ref('int_charges__tried') }}
        where node_id is not null
    ) as shared_periods
    group by tried_in, period_start, period_end
),

fed as (
    select
        fed_pools.pool_name,
        rules.rule_id as sharing_rule_id,
        rules.rule_version as sharing_rule_version,
        periods.tried_in,
        periods.period_start,
        periods.period_end,
        periods.is_tried,
        row_number() over (
            partition by fed_pools.pool_name, periods.tried_in, periods.period_start, periods.period_end
            order by rules.priority asc, rules.rule_id asc, rules.rule_version desc
        ) as first_wins
    from fed_pools
    cross join periods
    left join rules
        on
            fed_pools.pool_name = rules.pool_name
            and {{ same('periods.tried_in', 'rules.tried_in') }}
            and periods.period_start >= rules.valid_from
            and periods.period_start < rules.valid_to
)

select
    {{ node_tried('tried_in', pool_node_id(['null'] * (pool_restrictions() | length))) }} as node_id,
    pool_name,
    sharing_rule_id,
    sharing_rule_version,
    {% for name in pool_restrictions() %}
        cast(null as varchar) as {{ name }},
    {% endfor %}
    period_start,
    period_end,
    tried_in,
    is_tried,
    1 as is_fed
from fed
where first_wins = 1
