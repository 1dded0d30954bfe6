-- One row per work and who bears charges of it: a target, or a pool that is shared; with what they cost.
{%- set targets = emission_targets() | join(', ') %}

with charges as (
    select
        charge_id,
        md5({{ identity(work_columns()) }}) as work_id
    from {{ ref('int_work_charges') }}
),

-- What commitments move between charges is money and no work.
borne as (
    select
        charge_id, cast(null as varchar) as pool_id, {{ targets }}, effective_cost_reporting
    from {{ ref('fct_allocated_costs') }}
    where charge_id is not null and pool_id is null and cost_part != 'commitment_transfer'
    union all
    select
        from_id as charge_id,
        pool_id,
        {% for target in emission_targets() %}
            cast(null as varchar) as {{ target }},
        {% endfor %}
        effective_cost_reporting
    from {{ ref('fct_allocation_trace') }}
    where step_kind = 'charge_to_pool' and cost_part != 'commitment_transfer'
)

select
    charges.work_id,
    borne.pool_id,
    {% for target in emission_targets() %}
        borne.{{ target }},
    {% endfor %}
    md5({{ identity(['pool_id'] + emission_targets()) }}) as bearer_key,
    cast(sum(borne.effective_cost_reporting) as decimal(28, 12)) as weight
from charges
inner join borne on charges.charge_id = borne.charge_id
group by charges.work_id, borne.pool_id, {{ targets }}
