-- One row per hour, key and model of a vendor, model or key that its gateway had not seen before.
{%- set rules = warning_rules() %}
{%- set kinds = {
    'new_vendor': 'provider_name', 'new_model': 'model_name', 'new_key': "nullif(api_key_id, 'none')",
} %}
with hours as (
    select
        *,
        min(usage_hour) over (partition by source_name, delivery_scope, provider_name) as vendor_began_at
    from {{ ref('int_warning_model_hours') }}
),

of_kinds as (
    {% for kind, scope_value in kinds.items() %}
        select
            *,
            '{{ kind }}' as warning_kind,
            {{ scope_value }} as scope_value,
            min(usage_hour) over (partition by source_name, delivery_scope, {{ scope_value }}) as began_at
        from hours
        where {{ scope_value }} is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- What is new when the gateway is heard of first is new to the data only. A new vendor's models come with it.
warm as (
    select
        of_kinds.*,
        cast(null as varchar) as session_id,
        cast(0 as decimal(38, 12)) as expected_cost,
        of_kinds.count_attempts as count_shown,
        of_kinds.count_attempts as count_of,
        cast(0 as double) as usual,
        of_kinds.warning_kind = 'new_vendor' or of_kinds.count_unpriced > 0 as is_sure
    from of_kinds
    inner join {{ ref('int_warning_gateways') }} as gateways
        on
            of_kinds.source_name = gateways.source_name
            and of_kinds.delivery_scope = gateways.delivery_scope
            and cast(of_kinds.began_at as date) = gateways.usage_date
    left join {{ ref('int_warning_gateways') }} as vendors
        on
            of_kinds.source_name = vendors.source_name
            and of_kinds.delivery_scope = vendors.delivery_scope
            and cast(of_kinds.vendor_began_at as date) = vendors.usage_date
    where
        gateways.is_warm
        and of_kinds.usage_date < cast(of_kinds.began_at as date) + {{ rules.new_days }}
        and not (
            of_kinds.warning_kind = 'new_model'
            and coalesce(vendors.is_warm, false)
            and cast(of_kinds.began_at as date)
            < cast(of_kinds.vendor_began_at as date) + {{ rules.new_days }}
        )
)

select {{ warning_columns() | join(', ') }}
from warm
