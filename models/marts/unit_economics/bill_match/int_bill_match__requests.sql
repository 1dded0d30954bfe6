-- One row per provider, model and day with requests, as gateways and the provider's usage export count them.
with requests as (
    select
        counted.provider_name,
        coalesce(models.model_id, 'unknown') as model_id,
        counted.usage_date,
        counted.usage_origin,
        counted.quantity
    from {{ ref('fct_token_usage') }} as counted
    left join {{ ref('dim_ai_model') }} as models
        on counted.provider_name = models.provider_name and counted.model_name = models.model_name
    where counted.usage_unit = 'requests' and not coalesce(counted.is_cache_hit, false)
)

select
    provider_name,
    model_id,
    usage_date,
    cast(sum(case when usage_origin = 'gateway_log' then quantity end) as bigint) as ledger_requests,
    cast(sum(case when usage_origin = 'provider_usage' then quantity end) as bigint) as usage_requests
from requests
group by provider_name, model_id, usage_date
