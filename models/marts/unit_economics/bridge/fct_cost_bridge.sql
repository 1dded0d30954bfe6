-- One row per comparison, currency, scope and driver: what the driver did to the scope's cost.
{%- set scopes = {'company': "'company'", 'team': 'team', 'product': 'product'} %}
with by_driver as (
    select * from {{ ref('int_bridge__drivers') }}
),

by_scope as (
    {% for kind, scope in scopes.items() -%}
        {% if not loop.first %}union all{% endif %}
        select
            comparison_id,
            currency,
            '{{ kind }}' as scope_kind,
            {{ scope }} as scope_value,
            driver,
            cast(sum(amount) as decimal(38, 12)) as amount,
            cast(sum(cost_base) as decimal(38, 12)) as cost_base,
            cast(sum(cost_compared) as decimal(38, 12)) as cost_compared,
            count(*) as count_leaves
        from by_driver
        group by comparison_id, currency, {{ scope }}, driver
    {% endfor -%}
),

comparisons as (
    select
        comparison_id,
        comparison_kind,
        {% for side in ['base', 'compared'] -%}
            max(case when side = '{{ side }}' then first_day end) as {{ side }}_from,
            max(case when side = '{{ side }}' then day_after end) as {{ side }}_before,
        {% endfor -%}
        count(*) as count_sides
    from {{ ref('int_bridge__comparisons') }}
    group by comparison_id, comparison_kind
)

select
    by_scope.comparison_id,
    comparisons.comparison_kind,
    comparisons.base_from,
    comparisons.base_before,
    comparisons.compared_from,
    comparisons.compared_before,
    by_scope.currency,
    by_scope.scope_kind,
    by_scope.scope_value,
    by_scope.driver,
    drivers.executive_driver,
    case when by_scope.driver != 'without_effective_cost' then by_scope.amount end as amount,
    cast(sum(by_scope.cost_base) over (
        partition by by_scope.comparison_id, by_scope.currency, by_scope.scope_kind, by_scope.scope_value
    ) as decimal(38, 12)) as base_cost,
    cast(sum(by_scope.cost_compared) over (
        partition by by_scope.comparison_id, by_scope.currency, by_scope.scope_kind, by_scope.scope_value
    ) as decimal(38, 12)) as compared_cost,
    cast(by_scope.count_leaves as bigint) as count_leaves,
    drivers.reason
from by_scope
inner join comparisons on by_scope.comparison_id = comparisons.comparison_id
left join {{ ref('bridge_drivers') }} as drivers on by_scope.driver = drivers.driver
