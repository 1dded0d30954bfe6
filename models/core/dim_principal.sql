-- One row per principal seen in costs, requests, token usage or the list of keys.
{% set seen = [
    ('costs', 'fct_costs', 'cast(charge_period_start as date)'),
    ('requests', 'fct_ai_requests', 'request_date'),
    ('token_usage', 'fct_token_usage', 'cast(bucket_start as date)'),
    ('keys', 'dim_api_key', 'cast(null as date)'),
] %}
with sightings as (
    {% for place, relation, day in seen -%}
    select
        principal_id,
        '{{ place }}' as place,
        min({{ day }}) as first_seen_on,
        max({{ day }}) as last_seen_on
    from {{ ref(relation) }}
    where principal_id is not null
    group by principal_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    principal_id,
    min(first_seen_on) as first_seen_on,
    max(last_seen_on) as last_seen_on,
    {% for place, _, _ in seen -%}
    count(*) filter (where place = '{{ place }}') > 0 as is_in_{{ place }}{{ ',' if not loop.last }}
    {% endfor %}
from sightings
group by principal_id
