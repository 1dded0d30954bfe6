-- One row per counting row of emissions, measure and who bears it directly: a target, a pool, or nobody.
with borne as (
    select
        amounts.emission_id,
        amounts.measure,
        amounts.amount,
        bearers.pool_id,
        {% for target in emission_targets() %}
            bearers.{{ target }},
        {% endfor %}
        coalesce(bearers.bearer_key, 'nobody') as bearer_key,
        bearers.weight
    from {{ ref('int_emissions__amounts') }} as amounts
    left join {{ ref('int_work_bearers') }} as bearers on amounts.work_id = bearers.work_id
)

{{ apportion(
    'borne', ['emission_id', 'measure', 'pool_id', 'bearer_key'] + emission_targets(), {'amount': 'part'}, 'weight',
    ['emission_id', 'measure'], ['bearer_key']
) }}
