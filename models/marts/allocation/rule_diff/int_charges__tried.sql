-- One row per comparison of versions and line of a charge that either version takes or shares: where it goes
-- with each.
with pool_rules as (
    select * from (
        {{ rules_that_share(
            ref('int_charges__ways_tried'), ref('int_pools__rules_tried'), ['comparison_id']
        ) }}
    ) as ranked
    where first_wins = 1
),

pooled as (
    {{ nodes_of_charges(ref('int_charges__ways_tried'), 'pool_rules', ['comparison_id']) }}
),

comparisons as (
    select * from {{ ref('int_rules__compared') }}
),

lines as (
    select
        *,
        cost_part = 'commitment_transfer' as is_transfer
    from {{ ref('int_charges__allocated') }}
),

-- A line keeps its amounts; what becomes of it is said by the way of its charge.
tried as (
    select
        pooled.*,
        comparisons.rule_id as compared_rule_id,
        comparisons.is_fed,
        lines.charge_line_id,
        lines.is_transfer,
        case when lines.is_transfer then 'commitment_transfer' else pooled.charge_cost_part end as cost_part,
        lines.legal_entity,
        lines.billing_period,
        lines.reporting_currency,
        {% for measure in cost_measures() -%}
            lines.{{ measure }},
        {% endfor -%}
        lines.pool_id as pool_id_in_force,
        lines.target_kind as target_kind_in_force,
        lines.target_id as target_id_in_force,
        lines.allocation_method as allocation_method_in_force,
        lines.rule_id as rule_id_in_force
    from pooled
    inner join comparisons on pooled.comparison_id = comparisons.comparison_id
    inner join lines on pooled.charge_id = lines.charge_id
)

select
    comparison_id,
    charge_line_id,
    is_transfer,
    cost_part,
    legal_entity,
    billing_period,
    billing_currency,
    reporting_currency,
    {{ cost_measures() | join(', ') }},
    pool_id_in_force,
    target_kind_in_force,
    target_id_in_force,
    allocation_method_in_force,
    rule_id_in_force,
    {{ pool_id() }} as pool_id,
    {{ node_tried('case when is_fed then comparison_id end', 'node_id') }} as node_id,
    case when is_fed and pool_name is not null then comparison_id end as tried_in,
    pool_name,
    sharing_rule_id,
    sharing_rule_version,
    {{ pool_restrictions() | join(', ') }},
    period_start,
    period_end,
    {{ target_of_charge() }},
    {{ method_of_charge() }} as allocation_method,
    rule_id
from tried
where
    is_ruled_in_force
    or coalesce(rule_id = compared_rule_id, false)
    or coalesce(sharing_rule_id = compared_rule_id, false)
