-- One row per hour of any kind that may warn, with who owns it and the money a day from which on it does.
{%- set kinds = [
    'int_warnings__new', 'int_warnings__spiking_keys', 'int_warnings__runaway_sessions',
    'int_warnings__broken_caches', 'int_warnings__failing_retries',
] %}
{%- set scopes = {'key': 'hours.api_key_id', 'product': 'owners.product', 'team': 'owners.team'} %}
with hours as (
    {% for kind in kinds %}
        select * from {{ ref(kind) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

thresholds as (
    select * from {{ ref('dim_threshold') }}
)

select
    hours.*,
    owners.team,
    owners.product,
    owners.owner_name,
    coalesce(owners.owner_evidence, 'none') as owner_evidence,
    {{ threshold_of('least', 'warning_value', scopes, warning_rules().cost_per_day) }} as floor_per_day
from hours
left join {{ ref('int_warning_owners') }} as owners
    on
        hours.source_name = owners.source_name
        and hours.delivery_scope = owners.delivery_scope
        and hours.api_key_id = owners.api_key_id
        and hours.usage_date = owners.usage_date
{{ join_thresholds('hours', 'usage_date', 'early_warning_cost_per_day', 'least', scopes) }}
