-- One row per charge to describe, owned, with its scope of spend or why there is none.
with owned as (
    select * from {{ ref('int_charges__owned') }}
),

providers as (
    select distinct
        provider_name,
        is_public_cloud
    from {{ ref('scope_providers') }}
),

scoped as (
    select
        owned.*,
        case
            when owned.cost_origin = 'own_asset' then 'data_center'
            when owned.cost_origin = 'own_labour' then 'labour'
            when owned.model_name is not null or owned.service_category = 'AI and Machine Learning' then 'ai'
            when providers.is_public_cloud then 'public_cloud'
            when providers.is_public_cloud is not null then 'ai'
            when owned.source_name in ('vendor_costs', 'copilot_usage') and owned.service_category is not null
                then 'saas'
        end as scope_name
    from owned
    left join providers on owned.provider_name = providers.provider_name
)

select
    *,
    case when scope_name is null then 'provider_and_service_unknown' end as scope_reason
from scoped
