-- One row per principal seen in costs, requests, token usage or the list of keys.
with sightings as (
    {{ seen_in('costs', ref('fct_costs'), 'cast(charge_period_start as date)') }}
    union all
    {{ seen_in('requests', ref('fct_ai_requests'), 'request_date') }}
    union all
    {{ seen_in('token usage', ref('fct_token_usage'), 'cast(bucket_start as date)') }}
    union all
    {{ seen_in('keys', ref('dim_api_key'), 'cast(null as date)') }}
)

select
    principal_id,
    min(first_seen_on) as first_seen_on,
    max(last_seen_on) as last_seen_on,
    count(*) filter (where place = 'costs') > 0 as is_in_costs,
    count(*) filter (where place = 'requests') > 0 as is_in_requests,
    count(*) filter (where place = 'token usage') > 0 as is_in_token_usage,
    count(*) filter (where place = 'keys') > 0 as is_in_keys
from sightings
group by principal_id
