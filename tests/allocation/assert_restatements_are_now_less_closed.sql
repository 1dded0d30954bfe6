-- All restatements of a closed month together are what is computed now less what was closed, per bearer, to the
-- last unit; those of a month that was reopened cancel out.
{{ config(group='allocation') }}
{%- set by = ['target_kind', 'target_id', 'team', 'legal_entity', 'billing_currency', 'reporting_currency'] %}
{%- set now_computed = sums_by(ref('int_allocated_costs__computed'), cost_measures(), ['billing_period'] + by) %}
{%- set closed = sums_by(source('raw_closed', 'fct_allocated_costs'), cost_measures(), ['billing_period'] + by) %}
{%- set restated = sums_by(ref('fct_restatements'), cost_measures(), ['reference_period'] + by) %}
with closed_periods as (
    select * from {{ ref('int_closed_periods') }}
),

sides as (
    select
        now_computed.key_1, now_computed.key_2, now_computed.key_3, now_computed.key_4, now_computed.key_5, now_computed.key_6,
        now_computed.key_7, {{ cost_measures() | join(", ") }}, 1 as side
    from ({{ now_computed }}) as now_computed
    inner join closed_periods on now_computed.key_1 = closed_periods.billing_period
    union all
    select *, -1 as side from ({{ closed }}) as closed
    union all
    select *, -1 as side from ({{ restated }}) as restated
)

select key_1, key_2, key_3, key_4, key_5, key_6, key_7
from sides
group by key_1, key_2, key_3, key_4, key_5, key_6, key_7
having
    {% for measure in cost_measures() -%}
    sum(side * coalesce({{ measure }}, 0)) != 0{{ ' or ' if not loop.last }}
    {%- endfor %}
