-- What nobody owns adds up to allocated cost without a target, and to what is unowned, to the last unit.
{%- set by = [
    'billing_period', 'billing_currency', 'reporting_currency', 'provider_name', 'cost_part', 'target_id',
] %}
with allocated as (
    select * from {{ ref('fct_allocated_costs') }}
    where target_id = 'unallocated' or cost_part = 'unowned'
),

held as (
    {{ sums_by(ref('fct_unallocated_costs'), cost_measures(), by) }}
),

wanted as (
    {{ sums_by('allocated', cost_measures(), by) }}
)

select
    held.*,
    wanted.billed_cost as billed_cost_allocated
from held
full outer join wanted
    on
        {% for column in by %}
            held.key_{{ loop.index }} = wanted.key_{{ loop.index }} and
        {% endfor %}
        true
where
    {% for measure in cost_measures() %}
        {{ differs('held.' ~ measure, 'wanted.' ~ measure) }} or
    {% endfor %}
    false
