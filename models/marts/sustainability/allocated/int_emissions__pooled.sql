-- One row per counting row of emissions, measure, pool that bears a part of it and target of the pool.
with pooled as (
    select
        borne.emission_id,
        borne.measure,
        borne.part as amount,
        borne.pool_id,
        {% for target in emission_targets() %}
            targets.{{ target }},
        {% endfor %}
        targets.target_key as bearer_key,
        -- To eleven digits: what rounding leaves goes to the largest remainders.
        cast(targets.pool_share * 100000000000 as decimal(18, 6)) as weight
    from {{ ref('int_emissions__borne') }} as borne
    inner join {{ ref('int_pool_targets') }} as targets on borne.pool_id = targets.pool_id
)

{{ apportion(
    'pooled', ['emission_id', 'measure', 'pool_id', 'bearer_key'] + emission_targets(), {'amount': 'part'}, 'weight',
    ['emission_id', 'measure', 'pool_id'], ['bearer_key']
) }}
