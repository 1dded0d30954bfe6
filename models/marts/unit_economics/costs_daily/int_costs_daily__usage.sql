-- One row per day, key and unit of usage of the wide table, beside the cost of its model; keys may repeat.
with counted as (
    select * from {{ ref('int_costs_daily__counted') }}
),

-- Usage names no service, class or currency: it stands where most of the cost of its model stands.
placed as (
    select
        provider_name,
        model_name,
        max_by(scope_name, effective_cost) as scope_name,
        max_by(service_name, effective_cost) as service_name,
        max_by(cost_class, effective_cost) as cost_class,
        max_by(billing_currency, effective_cost) as billing_currency
    from (
        select
            provider_name, model_name, scope_name, service_name, cost_class, billing_currency,
            sum(effective_cost) as effective_cost
        from {{ ref('int_costs_daily__costs') }}
        group by provider_name, model_name, scope_name, service_name, cost_class, billing_currency
    ) as added
    group by provider_name, model_name
)

select
    counted.usage_date as charge_date,
    coalesce(counted.scope_name, placed.scope_name, 'ai') as scope_name,
    coalesce(counted.team, 'unallocated') as team,
    coalesce(counted.product, 'unknown') as product,
    coalesce(counted.provider_name, 'unknown') as provider_name,
    coalesce(counted.service_name, placed.service_name, 'unknown') as service_name,
    coalesce(counted.model_name, 'unknown') as model_name,
    coalesce(counted.environment, 'unknown') as environment,
    coalesce(counted.cost_class, placed.cost_class, 'unknown') as cost_class,
    coalesce(counted.billing_currency, placed.billing_currency, 'unknown') as billing_currency,
    case when counted.usage_unit = 'tokens' then sum(counted.quantity) end as tokens,
    case when counted.usage_unit = 'requests' then sum(counted.quantity) end as requests
from counted
left join placed
    on
        coalesce(counted.provider_name, 'unknown') = placed.provider_name
        and coalesce(counted.model_name, 'unknown') = placed.model_name
group by
    counted.usage_date, counted.team, counted.product, counted.provider_name, counted.model_name,
    counted.environment,
    {% for key in ['scope_name', 'service_name', 'cost_class', 'billing_currency'] %}
        counted.{{ key }},
        placed.{{ key }},
    {% endfor %}
    counted.usage_unit
