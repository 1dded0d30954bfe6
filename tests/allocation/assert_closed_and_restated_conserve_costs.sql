-- What is allocated, closed months included, and what was restated of them is core.fct_costs, to the last unit.
-- A group that only a closed month still knows may add up to zero without a charge.
{%- set by = ['billing_period', 'billing_currency', 'reporting_currency'] %}
{%- set allocated = sums_by(ref('fct_allocated_costs'), cost_measures(), by) %}
{%- set restated = sums_by(ref('fct_restatements'), cost_measures(), ['reference_period'] + by[1:]) %}
{%- set costs = sums_by(ref('fct_costs'), cost_measures(), by) %}
with booked as (
    select
        key_1, key_2, key_3, max(is_restated) as is_restated,
        {% for measure in cost_measures() -%}
        cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }}{{ ',' if not loop.last }}
        {% endfor %}
    from (
        select *, 0 as is_restated from ({{ allocated }}) as allocated
        union all
        select *, 1 as is_restated from ({{ restated }}) as restated
    ) as booked_rows
    group by key_1, key_2, key_3
)

select *
from booked
full outer join ({{ costs }}) as costs
    on booked.key_1 = costs.key_1 and booked.key_2 = costs.key_2 and booked.key_3 = costs.key_3
where
    {% for measure in cost_measures() -%}
    coalesce(booked.{{ measure }}, 0) != coalesce(costs.{{ measure }}, 0)
    or (coalesce(booked.is_restated, 0) = 0 and {{ differs('booked.' ~ measure, 'costs.' ~ measure) }})
    {{- ' or ' if not loop.last }}
    {% endfor %}
