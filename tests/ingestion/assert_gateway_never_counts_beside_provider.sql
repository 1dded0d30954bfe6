-- No provider and day has usage that counts both from the provider's own export or bill and from a gateway.
{{ config(group='ingestion') }}
with token_usage as (
    select distinct
        usage_origin,
        provider_name,
        usage_date
    from {{ ref('fct_token_usage') }}
    where usage_role = 'counts'
)

select gateway_usage.*
from token_usage as gateway_usage
inner join token_usage as provider_usage
    on
        gateway_usage.provider_name = provider_usage.provider_name
        and gateway_usage.usage_date = provider_usage.usage_date
where gateway_usage.usage_origin = 'gateway_log' and provider_usage.usage_origin != 'gateway_log'
