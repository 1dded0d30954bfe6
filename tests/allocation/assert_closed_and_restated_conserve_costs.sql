-- What is allocated, closed months included, and what was restated of them is core.fct_costs, to the last
-- unit.
-- A group that only a closed month still knows may add up to zero without a charge.
{%- set by = ['billing_period', 'billing_currency', 'reporting_currency'] %}
{%- set allocated = sums_by(ref('fct_allocated_costs'), cost_measures(), by) %}
{%- set restated = sums_by(ref('fct_restatements'), cost_measures(), ['reference_period'] + by[1:]) %}
{%- set costs = sums_by(ref('fct_costs'), cost_measures(), by) %}
with allocated_rows as (
    {{ allocated }}
),

restated_rows as (
    {{ restated }}
),

cost_rows as (
    {{ costs }}
),

booked_rows as (
    select
        *,
        0 as is_restated
    from allocated_rows
    union all
    select
        *,
        1 as is_restated
    from restated_rows
),

booked as (
    select
        key_1,
        key_2,
        key_3,
        {% for measure in cost_measures() %}
            cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }},
        {% endfor %}
        max(is_restated) as is_restated
    from booked_rows
    group by key_1, key_2, key_3
)

select
    booked.key_1 as booked_period,
    cost_rows.key_1 as cost_period
from booked
full outer join cost_rows
    on booked.key_1 = cost_rows.key_1 and booked.key_2 = cost_rows.key_2 and booked.key_3 = cost_rows.key_3
where
    {% for measure in cost_measures() %}
        coalesce(booked.{{ measure }}, 0) != coalesce(cost_rows.{{ measure }}, 0)
        or (
            coalesce(booked.is_restated, 0) = 0
            and {{ differs('booked.' ~ measure, 'cost_rows.' ~ measure) }}
        )
        or
    {% endfor %}
    false
