-- One row per series, source and day with usage: a series is one service and model of a team, or a roll-up.
{%- set columns = ['provider_name', 'service_name', 'model_name'] %}
{%- set scopes = {
    'leaf': ['team', columns], 'team': ['team', []], 'provider': ['provider_name', ['provider_name']],
    'company': ["'*'", []],
} %}
with charges as (
    select * from {{ ref('int_anomaly_charges') }}
),

of_scopes as (
    {% for scope_kind, of_scope in scopes.items() %}
        select
            source_name,
            delivery_scope,
            currency,
            charge_date,
            cost,
            is_complete,
            '{{ scope_kind }}' as scope_kind,
            {{ of_scope[0] }} as scope_value,
            {% for column in columns -%}
                {{ column if column in of_scope[1] else 'cast(null as varchar)' }} as {{ column }},
            {% endfor -%}
            provider_name as of_provider
        from charges
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    md5({{ identity(['scope_kind', 'scope_value', 'currency'] + columns) }}) as series_id,
    scope_kind,
    scope_value,
    {{ columns | join(', ') }},
    currency,
    source_name,
    delivery_scope,
    charge_date,
    cast(sum(cost) as decimal(38, 12)) as cost,
    min(case when is_complete then 1 else 0 end) = 1 as is_complete
from of_scopes
group by
    scope_kind, scope_value, {{ columns | join(', ') }}, currency, source_name, delivery_scope, charge_date
