-- No provider and day has usage that counts both from the provider's own export and from a gateway.
{{ config(group='ingestion') }}
with token_usage as (
    select distinct
        usage_origin,
        provider_name,
        usage_date
    from {{ ref('fct_token_usage') }}
    where usage_role = 'counts'
)

select gateway.*
from token_usage as gateway
inner join token_usage as provider
    on gateway.provider_name = provider.provider_name and gateway.usage_date = provider.usage_date
where gateway.usage_origin = 'gateway_log' and provider.usage_origin = 'provider_usage'
