-- One row per series, source and day with usage: a series is one service and model of a team, or a roll-up.
{%- set columns = ['provider_name', 'service_name', 'model_name'] %}
{%- set scopes = {
    'leaf': ['team', columns], 'service': ['service_name', columns], 'team': ['team', []],
    'provider': ['provider_name', ['provider_name']], 'company': ["'*'", []],
} %}
with charges as (
    select * from {{ ref('int_anomaly_charges') }}
),

-- What is shared or unowned has leaves, but is no team.
of_scopes as (
    {% for scope_kind, of_scope in scopes.items() %}
        select
            currency,
            '{{ scope_kind }}' as scope_kind,
            {{ of_scope[0] }} as scope_value,
            {% for column in columns -%}
                {{ column if column in of_scope[1] else 'cast(null as varchar)' }} as {{ column }},
            {% endfor -%}
            source_name,
            delivery_scope,
            charge_date,
            cost,
            is_complete
        from charges
        {% if scope_kind == 'team' %}where team not in ('shared', 'unowned'){% endif %}
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
