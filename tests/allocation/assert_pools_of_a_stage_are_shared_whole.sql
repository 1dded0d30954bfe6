-- Pools whose parts do not add up to their charges in every measure, and stages of which parts and charges
-- differ.
{{ config(group='allocation') }}
{%- set measures = cost_measures() %}
with charges as (
    select 'pool' as level_name, pool_id as level_id, {{ measures | join(', ') }}
    from {{ ref('int_charges__allocated') }}
    where pool_id is not null
    union all
    select 'stage' as level_name, pool_stage as level_id, {{ measures | join(', ') }}
    from {{ ref('int_charges__allocated') }}
    where pool_id is not null
),

parts as (
    select 'pool' as level_name, pool_id as level_id, {{ measures | join(', ') }}
    from {{ ref('int_allocated_costs__computed') }}
    where pool_id is not null
    union all
    select 'stage' as level_name, stage as level_id, {{ measures | join(', ') }}
    from {{ ref('int_allocated_costs__computed') }}
    where pool_id is not null
),

summed_charges as (
    {{ sums_by('charges', measures, ['level_name', 'level_id']) }}
),

summed_parts as (
    {{ sums_by('parts', measures, ['level_name', 'level_id']) }}
)

select
    coalesce(summed_charges.key_1, summed_parts.key_1) as level_name,
    coalesce(summed_charges.key_2, summed_parts.key_2) as level_id
from summed_charges
full outer join summed_parts
    on summed_charges.key_1 = summed_parts.key_1 and summed_charges.key_2 = summed_parts.key_2
where
    {% for measure in measures %}
        {{ differs('summed_charges.' ~ measure, 'summed_parts.' ~ measure) }}
        or
    {% endfor %}
    false
