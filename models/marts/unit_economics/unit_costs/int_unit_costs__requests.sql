-- One row per scope, day, unit of requests, load and currency.
{%- set keys = ['scope_kind', 'usage_date', 'unit', 'currency'] + unit_dimensions() %}
{%- set loads = {
    'model_only': 'no_surcharge', 'with_platform': 'platform_cost', 'fully_loaded': 'all_cost',
} %}
with measured as (
    select * from {{ ref('int_unit_costs__measured') }}
),

loads as (
    select * from {{ ref('int_unit_costs__loads') }}
),

with_loads as (
    select
        measured.*,
        cast(0 as decimal(38, 12)) as no_surcharge,
        loads.platform_cost,
        loads.platform_cost + loads.shared_cost as all_cost
    from measured
    left join loads
        on
            {% for key in keys %}
                coalesce(cast(measured.{{ key }} as varchar), '')
                = coalesce(cast(loads.{{ key }} as varchar), '')
                {% if not loop.last %}and{% endif %}
            {% endfor %}
),

by_load as (
    {% for load, surcharge in loads.items() %}
        select
            *,
            '{{ load }}' as cost_load,
            {{ surcharge }} as surcharge
        from with_loads
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    usage_date,
    scope_kind,
    coalesce(agent_id, model_id, release_name, feature, product, team) as scope_id,
    product,
    feature,
    release_name,
    provider_name,
    model_id,
    unit,
    cast(null as varchar) as token_class,
    cost_load,
    currency,
    case when count_priced = count_attempts then cast(lowest_cost + surcharge as decimal(38, 12)) end
        as lowest_cost,
    case when count_priced = count_attempts then cast(highest_cost + surcharge as decimal(38, 12)) end
        as highest_cost,
    quantity,
    case when cost_load = 'model_only' then cost_p50 end as cost_p50,
    case when cost_load = 'model_only' then cost_p90 end as cost_p90,
    case when cost_load = 'model_only' then cost_p99 end as cost_p99,
    case when cost_load = 'model_only' then top_1_percent_part end as top_1_percent_part,
    count_attempts,
    count_priced,
    case when cost_load = 'model_only' then 'contracted' else 'contracted_and_allocated' end as cost_basis,
    'gateway_log' as evidence,
    case
        when count_priced < count_attempts then 'some_attempts_without_a_price'
        when surcharge is null then 'no_allocated_cost'
        when quantity = 0 then 'nothing_done'
    end as reason
from by_load
