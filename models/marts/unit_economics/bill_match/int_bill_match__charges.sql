-- One row per provider, scope, model, class, tier, day and currency that is billed for tokens.
with charges as (
    select
        costs.*,
        coalesce(models.model_id, 'unknown') as model_id
    from {{ ref('fct_costs') }} as costs
    left join {{ ref('dim_ai_model') }} as models
        on costs.provider_name = models.provider_name and costs.model_name = models.model_name
    where
        costs.token_class is not null
        and costs.charge_category = 'Usage'
        and costs.cost_origin = 'provider_bill'
        and costs.charge_period_end <= costs.charge_period_start + interval 1 day
)

select
    provider_name,
    delivery_scope,
    model_id,
    token_class,
    coalesce(service_tier, 'unknown') as service_tier,
    cast(charge_period_start as date) as usage_date,
    billing_currency as currency,
    count(*) as count_charges,
    cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
    case
        when count(*) = count(token_quantity) then cast(sum(token_quantity) as decimal(38, 12))
    end as billed_tokens,
    {{ printed_unit('billed_cost') }} as printed_unit
from charges
group by
    provider_name, delivery_scope, model_id, token_class, coalesce(service_tier, 'unknown'),
    cast(charge_period_start as date), billing_currency
