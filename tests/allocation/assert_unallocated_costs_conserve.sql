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
        true
        {% for column in by %}
            and held.key_{{ loop.index }} = wanted.key_{{ loop.index }}
        {% endfor %}
where
    false
    {% for measure in cost_measures() %}
        or {{ differs('held.' ~ measure, 'wanted.' ~ measure) }}
    {% endfor %}
