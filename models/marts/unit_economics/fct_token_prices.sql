-- One row per provider, delivery scope, model, token class, service tier, billing period and currency.
with token_costs as (
    select * from {{ ref('int_token_costs__with_usage') }}
),

-- Tokens of the charges themselves come first. Those of a usage export cannot be split between currencies.
with_reason as (
    select
        *,
        case
            when count_without_tokens = 0 and tokens_of_charges > 0 then null
            when count_without_tokens = 0 then 'charges_with_zero_tokens'
            when tokens_of_usage > 0 and count_currencies > 1 then 'several_currencies'
            when tokens_of_usage > 0 and count_days_without_usage > 0 then 'usage_missing_on_some_days'
            when tokens_of_usage > 0 then null
            when tokens_of_charges is not null then 'some_charges_without_tokens'
            else 'no_usage_of_the_same_model_class_and_tier'
        end as reason
    from token_costs
),

with_tokens as (
    select
        *,
        case
            when reason is not null then 'none'
            when count_without_tokens = 0 then 'cost_row'
            else 'usage'
        end as tokens_source,
        case
            when reason is not null then null
            when count_without_tokens = 0 then tokens_of_charges
            else tokens_of_usage
        end as tokens
    from with_reason
)

select
    provider_name, delivery_scope, model_name, token_class, service_tier, billing_period, billing_currency,
    count_charges, billed_cost, effective_cost, list_cost,
    cast(tokens as decimal(38, 12)) as tokens,
    tokens_source,
    {{ ratio('1000000 * cast(billed_cost as double)', 'tokens') }} as billed_cost_per_million_tokens,
    {{ ratio('1000000 * cast(effective_cost as double)', 'tokens') }} as effective_cost_per_million_tokens,
    {{ ratio('1000000 * cast(list_cost as double)', 'tokens') }} as list_cost_per_million_tokens,
    cast(reason as varchar) as reason
from with_tokens
