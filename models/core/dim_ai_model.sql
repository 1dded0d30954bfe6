-- One row per provider and spelling of a model seen in costs, usage or requests.
with seen as (
    select
        *,
        {{ ai_model_key('model_name') }} as model_key,
        {{ ai_model_version('model_name') }} as model_version
    from {{ ref('int_ai_models__seen') }}
),

ai_models as (
    select * from {{ ref('ai_models') }}
)

select
    seen.provider_name,
    seen.model_name,
    coalesce(ai_models.model_id, 'unknown') as model_id,
    coalesce(ai_models.developer_name, 'unknown') as developer_name,
    ai_models.model_family,
    seen.model_version,
    ai_models.release_date,
    ai_models.retirement_date,
    seen.model_key,
    ai_models.model_id is not null as is_known,
    seen.first_seen_date,
    seen.last_seen_date,
    seen.count_charges,
    seen.effective_cost_reporting,
    seen.count_tokens
from seen
left join ai_models on seen.model_key = ai_models.model_id
