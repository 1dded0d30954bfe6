-- One row per day, product, business driver, load and currency: what the product costs on the day, over what
-- the organisation counts of it.
{%- set loads = {
    'model_only': 'model_cost', 'with_platform': 'model_cost + platform_cost',
    'fully_loaded': 'model_cost + platform_cost + shared_cost',
} %}
with drivers as (
    select
        driver_date,
        product,
        driver_name,
        cast(sum(quantity) as decimal(38, 12)) as quantity
    from {{ ref('fct_business_drivers') }}
    where
        coalesce(driver_grain, 'day') = 'day'
        and product is not null
        and driver_name not in ('reserved_capacity', 'capacity_tokens')
    group by driver_date, product, driver_name
),

-- A charge of a day may stand in two billing periods.
days as (
    select
        charge_date,
        product,
        currency,
        sum(model_cost) as model_cost,
        sum(platform_cost) as platform_cost,
        sum(shared_cost) as shared_cost
    from {{ ref('int_product_days') }}
    group by charge_date, product, currency
),

by_load as (
    {% for load, amount in loads.items() %}
        select
            drivers.driver_date as usage_date,
            drivers.product,
            drivers.driver_name as unit,
            '{{ load }}' as cost_load,
            days.currency,
            cast({{ amount }} as decimal(38, 12)) as cost,
            drivers.quantity
        from drivers
        left join days on drivers.driver_date = days.charge_date and drivers.product = days.product
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    usage_date,
    'product' as scope_kind,
    product as scope_id,
    product,
    cast(null as varchar) as feature,
    cast(null as varchar) as release_name,
    cast(null as varchar) as provider_name,
    cast(null as varchar) as model_id,
    unit,
    cast(null as varchar) as token_class,
    cost_load,
    coalesce(currency, 'unknown') as currency,
    cost,
    quantity,
    'effective' as cost_basis,
    'business_driver' as evidence,
    case when cost is null then 'no_allocated_cost' when quantity = 0 then 'nothing_done' end as reason
from by_load
