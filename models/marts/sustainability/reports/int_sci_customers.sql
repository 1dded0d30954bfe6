-- One row per month, product and basis: carbon that it bears, and its customers with revenue in the month.
with customers as (
    select
        billing_period as usage_period,
        product,
        count(distinct customer) as count_customers
    from {{ ref('fct_revenue') }}
    where customer is not null and product is not null
    group by billing_period, product
)

-- A provider's figure holds its hardware, so none is added to it; spend tells no energy and has no score.
select
    borne.usage_period,
    cast(null as varchar) as provider_name,
    borne.product as work_name,
    borne.factor_basis,
    'customer' as functional_unit,
    {% for end in ends() %}
        cast(sum(borne.location_g_{{ end }}) as decimal(28, 12)) as use_g_{{ end }},
        cast(
            case
                when borne.factor_basis = 'provider' then 0
                else {{ sum_if_all('borne.embodied_g_' ~ end) }}
            end as decimal(28, 12)
        ) as embodied_g_{{ end }},
    {% endfor %}
    cast(max(customers.count_customers) as decimal(28, 12)) as count_units
from {{ ref('fct_emissions_allocated') }} as borne
inner join customers
    on borne.usage_period = customers.usage_period and borne.product = customers.product
where borne.location_g_central is not null and borne.evidence_tier != 'T4'
group by borne.usage_period, borne.product, borne.factor_basis
