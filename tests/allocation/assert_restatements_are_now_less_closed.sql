-- All restatements of a closed month together are what is computed now less what was closed, per bearer, to
-- the
-- last unit; those of a month that was reopened cancel out.
{{ config(group='allocation') }}
{%- set by = ['target_kind', 'target_id', 'team', 'legal_entity', 'billing_currency', 'reporting_currency'] %}
{%- set now_computed = sums_by(
    ref('int_allocated_costs__computed'), cost_measures(), ['billing_period'] + by
) %}
{%- set closed = sums_by(
    source('raw_closed', 'fct_allocated_costs'), cost_measures(), ['billing_period'] + by
) %}
{%- set restated = sums_by(ref('fct_restatements'), cost_measures(), ['reference_period'] + by) %}
with closed_periods as (
    select * from {{ ref('int_closed_periods') }}
),

now_closed as (
    select now_computed.*
    from ({{ now_computed }}) as now_computed
    inner join closed_periods on now_computed.key_1 = closed_periods.billing_period
),

closed_rows as (
    {{ closed }}
),

restated_rows as (
    {{ restated }}
),

sides as (
    select
        *,
        1 as side
    from now_closed
    union all
    select
        *,
        -1 as side
    from closed_rows
    union all
    select
        *,
        -1 as side
    from restated_rows
)

select key_1, key_2, key_3, key_4, key_5, key_6, key_7
from sides
group by key_1, key_2, key_3, key_4, key_5, key_6, key_7
having
    {% for measure in cost_measures() %}
        sum(side * coalesce({{ measure }}, 0)) != 0
        or
    {% endfor %}
    false
