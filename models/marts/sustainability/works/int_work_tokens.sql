-- One row per work and class of tokens that were used, and requests ('requests') where they are counted.
with token_usage as (
    select * from {{ ref('fct_token_usage') }}
    where usage_role = 'counts' and usage_unit in ('tokens', 'requests') and model_name is not null
),

models as (
    select * from {{ ref('dim_ai_model') }}
)

select
    token_usage.usage_date,
    coalesce(token_usage.provider_name, 'unknown') as provider_name,
    coalesce(token_usage.sub_account_id, '') as account_id,
    coalesce(token_usage.region_id, '') as region_id,
    'tokens' as work_kind,
    coalesce(models.model_key, token_usage.model_name) as work_name,
    case
        when token_usage.usage_unit = 'requests' then 'requests'
        else coalesce(token_usage.token_class, 'unknown')
    end as token_class,
    cast(sum(token_usage.quantity) as bigint) as quantity
from token_usage
left join models
    on token_usage.provider_name = models.provider_name and token_usage.model_name = models.model_name
group by
    token_usage.usage_date, token_usage.provider_name, token_usage.sub_account_id, token_usage.region_id,
    token_usage.usage_unit, token_usage.token_class, coalesce(models.model_key, token_usage.model_name)
