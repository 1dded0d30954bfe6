-- One row per month, provider, account, region and service of a carbon report: its newest figures, grams.
with emissions as (
    select * from {{ ref('fct_provider_emissions') }}
    where is_counted
),

services as (
    select product_code, service_name from {{ ref('aws_services') }}
),

named as (
    select
        emissions.usage_month,
        emissions.provider_name,
        {{ reported_account('emissions.sub_account_id') }} as account_key,
        emissions.region_id,
        coalesce(services.service_name, emissions.service_name) as service_name,
        emissions.model_version,
        emissions.location_based_kg,
        emissions.market_based_kg
    from emissions
    left join services
        on
            case when emissions.provider_name = 'Amazon Web Services' then emissions.service_id end
            = services.product_code
)

select
    md5(
        {{ identity(['usage_month', 'provider_name', 'account_key', 'region_id', 'service_name']) }}
    ) as group_id,
    usage_month,
    provider_name,
    account_key,
    region_id,
    service_name,
    max(model_version) as model_version,
    cast({{ sum_if_all('location_based_kg') }} * 1000 as decimal(28, 12)) as location_g,
    cast({{ sum_if_all('market_based_kg') }} * 1000 as decimal(28, 12)) as market_g
from named
group by usage_month, provider_name, account_key, region_id, service_name
