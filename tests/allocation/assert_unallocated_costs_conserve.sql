-- What nobody owns adds up to the rows of allocated cost that have no target or are unowned, to the last unit.
{%- set by = ['billing_period', 'billing_currency', 'reporting_currency', 'provider_name', 'cost_part', 'target_id'] %}
with allocated as (
    select * from {{ ref('fct_allocated_costs') }}
    where target_id = 'unallocated' or cost_part = 'unowned'
)

select *
from ({{ sums_by(ref('fct_unallocated_costs'), cost_measures(), by) }}) as held
full outer join ({{ sums_by('allocated', cost_measures(), by) }}) as wanted
    on
        {% for column in by %}
            held.key_{{ loop.index }} = wanted.key_{{ loop.index }}{{ ' and ' if not loop.last }}
        {% endfor %}
where
    {% for measure in cost_measures() %}
        {{ differs('held.' ~ measure, 'wanted.' ~ measure) }}{{ ' or ' if not loop.last }}
    {% endfor %}
