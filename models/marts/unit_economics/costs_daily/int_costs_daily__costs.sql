-- One row per day and key of the wide table with cost: what each team bears, parts of pools too.
with allocated as (
    select * from {{ ref('fct_allocated_costs') }}
),

purposes as (
    select
        charge_id,
        scope_name
    from {{ ref('fct_cost_purposes') }}
),

-- A part of a pool is of many charges: the scopes of those are not its own.
keyed as (
    select
        allocated.charge_date,
        case
            when allocated.charge_id is null then 'pooled'
            else coalesce(purposes.scope_name, 'unknown')
        end as scope_name,
        coalesce(allocated.team, allocated.target_id, 'unallocated') as team,
        {% for key in [
            'product', 'provider_name', 'service_name', 'model_name', 'environment', 'cost_class',
        ] %}
            coalesce(allocated.{{ key }}, 'unknown') as {{ key }},
        {% endfor %}
        {% for measure in costs_daily_measures() %}
            allocated.{{ measure }},
        {% endfor %}
        coalesce(allocated.billing_currency, 'unknown') as billing_currency
    from allocated
    left join purposes on allocated.charge_id = purposes.charge_id
)

select
    charge_date,
    {% for key in costs_daily_keys() %}
        {{ key }},
    {% endfor %}
    {% for measure in costs_daily_measures() %}
        cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }},
    {% endfor %}
    cast(count(*) as bigint) as count_parts
from keyed
group by charge_date, {{ costs_daily_keys() | join(', ') }}
