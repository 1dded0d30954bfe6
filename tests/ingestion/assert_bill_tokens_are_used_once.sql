-- Tokens that a bill counts, of providers without a usage export, are all in core.fct_token_usage, to half a
-- token per charge, and those of other providers are not.
{{ config(group='ingestion') }}
with billed as (
    select
        costs.source_name,
        costs.delivery_scope,
        cast(costs.charge_period_start as date) as usage_date,
        sum(costs.token_quantity) as tokens,
        count(*) as count_charges
    from {{ ref('fct_costs') }} as costs
    where
        costs.token_class is not null
        and costs.token_quantity is not null
        and coalesce(costs.provider_name, 'unknown') not in (
            select gateway_providers.provider_name from {{ ref('gateway_providers') }} as gateway_providers
            where gateway_providers.usage_source_name is not null
        )
    group by costs.source_name, costs.delivery_scope, cast(costs.charge_period_start as date)
),

used as (
    select
        source_name,
        delivery_scope,
        usage_date,
        sum(quantity) as tokens
    from {{ ref('fct_token_usage') }}
    where usage_origin = 'provider_bill'
    group by source_name, delivery_scope, usage_date
)

select
    billed.*,
    used.tokens as tokens_used
from billed
full outer join used
    on
        billed.source_name = used.source_name
        and billed.delivery_scope = used.delivery_scope
        and billed.usage_date = used.usage_date
where
    billed.usage_date is null
    or abs(coalesce(used.tokens, 0) - billed.tokens) * 2 > billed.count_charges
