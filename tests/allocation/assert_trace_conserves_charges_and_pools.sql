-- What charges bring into a pool is what its targets get, to the last unit; and a slice's charges are either
-- in the trace or have a target of their own. Transfers between charges are no charges.
{{ config(group='allocation') }}
{%- set measures = cost_measures() %}
{%- set amounts = measures | join(', ') %}
with pooled as (
    select * from {{ ref('fct_allocation_trace') }}
    where step_kind = 'charge_to_pool'
),

pool_parts as (
    select * from {{ ref('fct_allocation_trace') }}
    where step_kind = 'pool_to_target'
),

costs as (
    select * from {{ ref('fct_costs') }}
),

own_targets as (
    select * from {{ ref('int_charges__allocated') }}
    where pool_id is null and cost_part != 'commitment_transfer'
),

charges_in as (
    select 'pool' as level_name, pool_id as level_id, {{ amounts }} from pooled
    union all
    select 'slice' as level_name, slice_id as level_id, {{ amounts }} from costs
),

charges_out as (
    select 'pool' as level_name, pool_id as level_id, {{ amounts }} from pool_parts
    union all
    select 'slice' as level_name, slice_id as level_id, {{ amounts }} from own_targets
    union all
    select 'slice' as level_name, slice_id as level_id, {{ amounts }} from pooled
    where cost_part != 'commitment_transfer'
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
    {% for measure in measures %}
        {{ differs('summed_in.' ~ measure, 'summed_out.' ~ measure) }}
        or
    {% endfor %}
    false
