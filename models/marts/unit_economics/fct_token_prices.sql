-- One row per provider, delivery scope, model, token class, service tier, billing period and currency.
with costs as (
    select * from {{ ref('fct_costs') }}
    where token_class is not null
),

token_usage as (
    select * from {{ ref('fct_token_usage') }}
    where usage_origin = 'provider_usage' and usage_unit = 'tokens'
),

cost_groups as (
    select
        coalesce(provider_name, 'unknown') as provider_name,
        delivery_scope,
        coalesce(model_name, 'unknown') as model_name,
        token_class,
        coalesce(service_tier, 'unknown') as service_tier,
        billing_period,
        billing_currency,
        cast(count(*) as bigint) as count_charges,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        cast(sum(effective_cost) as decimal(38, 12)) as effective_cost,
        cast(case when count(list_cost) = count(*) then sum(list_cost) end as decimal(38, 12)) as list_cost,
        cast(sum(token_quantity) as decimal(38, 12)) as tokens_of_charges,
        count(
            case when charge_category = 'Usage' and token_quantity is null then 1 end
        ) as count_charges_without_tokens
    from costs
    group by
        coalesce(provider_name, 'unknown'), delivery_scope, coalesce(model_name, 'unknown'), token_class,
        coalesce(service_tier, 'unknown'), billing_period, billing_currency
),

with_currencies as (
    select
        *,
        count(*) over (
            partition by provider_name, delivery_scope, model_name, token_class, service_tier, billing_period
        ) as count_currencies
    from cost_groups
),

usage_groups as (
    select
        provider_name,
        delivery_scope,
        coalesce(model_name, 'unknown') as model_name,
        token_class,
        coalesce(service_tier, 'unknown') as service_tier,
        billing_period,
        cast(sum(quantity) as decimal(38, 12)) as tokens_of_usage
    from token_usage
    group by
        provider_name, delivery_scope, coalesce(model_name, 'unknown'), token_class,
        coalesce(service_tier, 'unknown'), billing_period
),

-- Tokens of the charges themselves come first. A usage export's tokens cannot be split between two
-- currencies.
matched as (
    select
        with_currencies.*,
        usage_groups.tokens_of_usage,
        case
            when with_currencies.count_charges_without_tokens = 0 and with_currencies.tokens_of_charges > 0
                then 'cost_row'
            when usage_groups.tokens_of_usage > 0 and with_currencies.count_currencies = 1 then 'usage'
            else 'none'
        end as tokens_source
    from with_currencies
    left join usage_groups
        on
            with_currencies.provider_name = usage_groups.provider_name
            and with_currencies.delivery_scope = usage_groups.delivery_scope
            and with_currencies.model_name = usage_groups.model_name
            and with_currencies.token_class = usage_groups.token_class
            and with_currencies.service_tier = usage_groups.service_tier
            and with_currencies.billing_period = usage_groups.billing_period
),

with_tokens as (
    select
        *,
        case tokens_source
            when 'cost_row' then tokens_of_charges
            when 'usage' then tokens_of_usage
        end as tokens,
        case
            when tokens_source != 'none' then null
            when tokens_of_usage > 0 then 'several_currencies'
            when count_charges_without_tokens = 0 then 'charges_with_zero_tokens'
            when tokens_of_charges is not null then 'some_charges_without_tokens'
            else 'no_usage_of_the_same_model_class_and_tier'
        end as reason,
        cast(billed_cost as double) * 1000000 as billed_cost_times_million,
        cast(effective_cost as double) * 1000000 as effective_cost_times_million,
        cast(list_cost as double) * 1000000 as list_cost_times_million
    from matched
)

select
    provider_name, delivery_scope, model_name, token_class, service_tier, billing_period, billing_currency,
    count_charges, billed_cost, effective_cost, list_cost,
    cast(tokens as decimal(38, 12)) as tokens,
    tokens_source,
    {{ ratio('billed_cost_times_million', 'tokens') }} as billed_cost_per_million_tokens,
    {{ ratio('effective_cost_times_million', 'tokens') }} as effective_cost_per_million_tokens,
    {{ ratio('list_cost_times_million', 'tokens') }} as list_cost_per_million_tokens,
    cast(reason as varchar) as reason
from with_tokens
