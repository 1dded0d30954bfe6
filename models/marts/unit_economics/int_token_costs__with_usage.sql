-- One row per provider, scope, model, token class, tier, period, currency: cost and tokens of the same days.
with costs as (
    select
        delivery_scope, token_class, billing_period, billing_currency, charge_category, billed_cost,
        effective_cost, list_cost, token_quantity,
        coalesce(provider_name, 'unknown') as provider_name,
        coalesce(model_name, 'unknown') as model_name,
        coalesce(service_tier, 'unknown') as service_tier,
        case
            when charge_period_end <= {{ next_day_start('charge_period_start') }}
                then cast(charge_period_start as date)
        end as charge_date
    from {{ ref('fct_costs') }}
    where token_class is not null
),

usage_days as (
    select
        provider_name,
        delivery_scope,
        coalesce(model_name, 'unknown') as model_name,
        token_class,
        coalesce(service_tier, 'unknown') as service_tier,
        usage_date,
        cast(sum(quantity) as decimal(38, 12)) as tokens
    from {{ ref('fct_token_usage') }}
    where usage_origin = 'provider_usage' and usage_unit = 'tokens'
    group by
        provider_name, delivery_scope, coalesce(model_name, 'unknown'), token_class,
        coalesce(service_tier, 'unknown'), usage_date
),

cost_days as (
    select
        provider_name,
        delivery_scope,
        model_name,
        token_class,
        service_tier,
        billing_period,
        billing_currency,
        charge_date,
        count(*) as count_charges,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(token_quantity) as tokens_of_charges,
        count(case when list_cost is null then 1 end) as count_without_list_cost,
        count(
            case when charge_category = 'Usage' and token_quantity is null then 1 end
        ) as count_without_tokens
    from costs
    group by
        provider_name, delivery_scope, model_name, token_class, service_tier, billing_period,
        billing_currency, charge_date
),

-- Only usage of days that have charges is taken, and days without it are counted: exports of cost and of
-- usage seldom end on the same day.
price_groups as (
    select
        cost_days.provider_name,
        cost_days.delivery_scope,
        cost_days.model_name,
        cost_days.token_class,
        cost_days.service_tier,
        cost_days.billing_period,
        cost_days.billing_currency,
        cast(sum(cost_days.count_charges) as bigint) as count_charges,
        cast(sum(cost_days.billed_cost) as decimal(38, 12)) as billed_cost,
        cast(sum(cost_days.effective_cost) as decimal(38, 12)) as effective_cost,
        cast(
            case when sum(cost_days.count_without_list_cost) = 0 then sum(cost_days.list_cost) end
            as decimal(38, 12)
        ) as list_cost,
        cast(sum(cost_days.tokens_of_charges) as decimal(38, 12)) as tokens_of_charges,
        sum(cost_days.count_without_tokens) as count_without_tokens,
        cast(sum(usage_days.tokens) as decimal(38, 12)) as tokens_of_usage,
        count(
            case when cost_days.billed_cost != 0 and usage_days.tokens is null then 1 end
        ) as count_days_without_usage,
        count(*) over (
            partition by
                cost_days.provider_name, cost_days.delivery_scope, cost_days.model_name,
                cost_days.token_class, cost_days.service_tier, cost_days.billing_period
        ) as count_currencies
    from cost_days
    left join usage_days
        on
            cost_days.provider_name = usage_days.provider_name
            and cost_days.delivery_scope = usage_days.delivery_scope
            and cost_days.model_name = usage_days.model_name
            and cost_days.token_class = usage_days.token_class
            and cost_days.service_tier = usage_days.service_tier
            and cost_days.charge_date = usage_days.usage_date
    group by
        cost_days.provider_name, cost_days.delivery_scope, cost_days.model_name, cost_days.token_class,
        cost_days.service_tier, cost_days.billing_period, cost_days.billing_currency
)

select * from price_groups
