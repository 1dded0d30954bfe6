-- One row per billing period, principal, provider, owner and currency: tokens that a provider's usage export
-- counts, at what a million tokens of the model, class and tier cost as billed in the month.
with usage_rows as (
    select
        *,
        {{ principal_kind('principal_id', 'api_key_id') }} as principal_kind,
        {{ money_times('cast(quantity as decimal(28, 12))', '0.000001') }} as million_tokens,
        coalesce(model_name, 'unknown') as priced_model,
        coalesce(service_tier, 'unknown') as priced_tier
    from {{ ref('fct_token_usage') }}
    where usage_origin = 'provider_usage' and usage_role = 'counts' and usage_unit = 'tokens'
),

owners as (
    select * from {{ ref('dim_owner') }}
),

-- A group billed in two currencies has no one price.
prices as (
    select
        *,
        {{ exact_rate('billed_cost', money_times('cast(tokens as decimal(28, 12))', '0.000001')) }}
            as price_per_million
    from (
        select
            *,
            count(*) over (
                partition by
                    provider_name, delivery_scope, model_name, token_class, service_tier, billing_period
            ) as count_currencies
        from {{ ref('fct_token_prices') }}
    ) as counted
    where count_currencies = 1
),

priced as (
    select
        usage_rows.*,
        {{ owner_says('team') }} as owner_team,
        case when prices.price_per_million is not null then prices.billing_currency end as billing_currency,
        {{ money_product('usage_rows.million_tokens', 'prices.price_per_million') }} as estimated_cost
    from usage_rows
    left join prices
        on
            usage_rows.provider_name = prices.provider_name
            and usage_rows.delivery_scope = prices.delivery_scope
            and usage_rows.priced_model = prices.model_name
            and usage_rows.token_class = prices.token_class
            and usage_rows.priced_tier = prices.service_tier
            and usage_rows.billing_period = prices.billing_period
    {{ join_owners('usage_rows', 'usage_date') }}
),

named as (
    select
        *,
        case when principal_kind = 'key' then api_key_id end as key_id,
        case when principal_kind = 'unknown' then 'nobody_named' end as principal_reason,
        case when principal_kind != 'unknown' then owner_team end as team,
        case
            when principal_kind = 'unknown' then 'no_principal'
            when owner_team is null then 'no_owner_listed'
        end as team_reason
    from priced
)

select
    billing_period,
    principal_kind,
    principal_id,
    key_id as api_key_id,
    principal_reason,
    provider_name,
    team,
    team_reason,
    'usage_at_billed_price' as cost_basis,
    billing_currency,
    cast(count(*) as bigint) as count_rows,
    cast(count(estimated_cost) as bigint) as count_estimated,
    cast(sum(estimated_cost) as decimal(38, 12)) as estimated_cost
from named
group by
    billing_period, principal_kind, principal_id, key_id, principal_reason, provider_name, team, team_reason,
    billing_currency
