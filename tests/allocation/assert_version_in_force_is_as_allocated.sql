-- What a rule gives its targets in an open month, where a comparison of its versions has something else.
{{ config(group='allocation') }}
{%- set measures = cost_measures() %}
{%- set keys = [
    'comparison_id', 'billing_period', 'target_kind', 'target_id', 'allocation_method', 'billing_currency',
    'reporting_currency',
] %}
with comparisons as (
    select * from {{ ref('int_rules__compared') }}
),

closed_periods as (
    select * from {{ ref('int_closed_periods') }}
),

allocated as (
    select
        costs.*,
        comparisons.comparison_id
    from {{ ref('fct_allocated_costs') }} as costs
    inner join comparisons
        on costs.rule_id = comparisons.rule_id and costs.rule_version = comparisons.version_in_force
    left join closed_periods on costs.billing_period = closed_periods.billing_period
    where closed_periods.billing_period is null
),

borne as (
    select borne.*
    from {{ ref('int_rule_diff__borne') }} as borne
    inner join comparisons
        on borne.comparison_id = comparisons.comparison_id and borne.ruled_by = comparisons.rule_id
    left join closed_periods on borne.billing_period = closed_periods.billing_period
    where closed_periods.billing_period is null and borne.side = 'in_force'
),

summed_allocated as (
    {{ sums_by('allocated', measures, keys) }}
),

summed_borne as (
    {{ sums_by('borne', measures, keys) }}
)

select
    coalesce(summed_allocated.key_1, summed_borne.key_1) as comparison_id,
    coalesce(summed_allocated.key_2, summed_borne.key_2) as billing_period,
    coalesce(summed_allocated.key_4, summed_borne.key_4) as target_id
from summed_allocated
full outer join summed_borne
    on
        {% for key in keys -%}
            summed_allocated.key_{{ loop.index }} = summed_borne.key_{{ loop.index }}
            and
        {% endfor -%}
        true
where
    {% for measure in measures %}
        {{ differs('summed_allocated.' ~ measure, 'summed_borne.' ~ measure) }}
        or
    {% endfor %}
    false
