-- One row per scope, day, unit and currency of requests: their part of what platform and pools cost the
-- products.
{%- set units = {
    'request': 'true', 'session': 'has_session', 'agent_cycle': 'agent_id is not null', 'accepted_task': 'is_judged',
} %}
with request_groups as (
    select
        request_groups.*,
        group_costs.platform_cost,
        group_costs.shared_cost
    from {{ ref('int_request_groups') }} as request_groups
    inner join {{ ref('int_request_group_costs') }} as group_costs
        on
            request_groups.billing_period = group_costs.billing_period
            and request_groups.currency = group_costs.currency
            and coalesce(request_groups.product, '') = group_costs.product_key
            and request_groups.group_id = group_costs.group_id
),

by_unit as (
    {% for unit, condition in units.items() %}
        select
            *,
            '{{ unit }}' as unit
        from request_groups
        where {{ condition }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

by_scope as (
    {% for scope, kept in unit_scopes().items() %}
        select
            '{{ scope }}' as scope_kind,
            request_date as usage_date,
            unit,
            currency,
            {{ columns_of_scope(kept) | indent(12) }}
            cast(sum(platform_cost) as decimal(38, 12)) as platform_cost,
            cast(sum(shared_cost) as decimal(38, 12)) as shared_cost
        from by_unit
        {{ has_scope(kept) }}
        group by
            {% for column in kept %}
                {{ column }},
            {% endfor %}
            request_date, unit, currency
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from by_scope
