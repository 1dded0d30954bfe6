-- One row per provider, model, token class and billing period: what a million tokens cost, in the reporting
-- currency.
with charges as (
    select
        costs.provider_name,
        coalesce(models.model_id, costs.model_name) as model_id,
        costs.token_class,
        costs.billing_period,
        costs.token_quantity,
        coalesce(costs.list_cost_reporting, costs.billed_cost_reporting) as price_cost
    from {{ ref('fct_costs') }} as costs
    left join {{ ref('dim_ai_model') }} as models
        on costs.provider_name = models.provider_name and costs.model_name = models.model_name
    where costs.token_quantity > 0 and costs.token_class is not null and costs.charge_category = 'Usage'
),

added_up as (
    select
        provider_name, model_id, token_class, billing_period, 1 as reach,
        sum(price_cost) as price_cost,
        sum(token_quantity) as token_quantity
    from charges
    where price_cost > 0
    group by provider_name, model_id, token_class, billing_period
    union all
    select
        provider_name, '*' as model_id, token_class, billing_period, 2 as reach,
        sum(price_cost) as price_cost,
        sum(token_quantity) as token_quantity
    from charges
    where price_cost > 0
    group by provider_name, token_class, billing_period
    union all
    select
        provider_name, '*' as model_id, token_class, '*' as billing_period, 3 as reach,
        sum(price_cost) as price_cost,
        sum(token_quantity) as token_quantity
    from charges
    where price_cost > 0
    group by provider_name, token_class
)

select
    provider_name,
    model_id,
    token_class,
    billing_period,
    reach,
    {{ ratio('price_cost', 'token_quantity') }} * 1000000 as price_per_million
from added_up
