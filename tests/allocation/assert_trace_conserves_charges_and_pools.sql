-- What charges bring into a pool is what its targets get, to the last unit; and every slice's charges are either
-- in the trace or have a target of their own.
{%- set measures = cost_measures() %}
with trace as (
    select * from {{ ref('fct_allocation_trace') }}
),

charges_in as (
    select 'pool' as level_name, pool_id as level_id, {{ measures | join(', ') }} from trace
    where step_kind = 'charge_to_pool'
    union all
    select 'slice' as level_name, slice_id as level_id, {{ measures | join(', ') }} from {{ ref('fct_costs') }}
),

charges_out as (
    select 'pool' as level_name, pool_id as level_id, {{ measures | join(', ') }} from trace
    where step_kind = 'pool_to_target'
    union all
    select 'slice' as level_name, slice_id as level_id, {{ measures | join(', ') }} from trace
    where step_kind = 'charge_to_pool'
    union all
    select 'slice' as level_name, slice_id as level_id, {{ measures | join(', ') }}
    from {{ ref('fct_allocated_costs') }}
    where charge_id is not null
),

summed_in as (
    {{ sums_by('charges_in', measures, ['level_name', 'level_id']) }}
),

summed_out as (
    {{ sums_by('charges_out', measures, ['level_name', 'level_id']) }}
)

select
    summed_in.key_1 as level_in,
    summed_in.key_2 as id_in,
    summed_out.key_1 as level_out,
    summed_out.key_2 as id_out
from summed_in
full outer join summed_out on summed_in.key_1 = summed_out.key_1 and summed_in.key_2 = summed_out.key_2
where
    {% for measure in measures -%}
    {{ differs('summed_in.' ~ measure, 'summed_out.' ~ measure) }}{{ ' or ' if not loop.last }}
    {%- endfor %}
