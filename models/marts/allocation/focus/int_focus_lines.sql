-- One row per charge of a provider's bill as allocated, and one per transfer of one: in the columns of FOCUS.
with lines as (
    select
        *,
        cost_part = 'commitment_transfer' as is_transfer
    from {{ ref('int_charges__allocated') }}
),

focus as (
    select * from {{ ref('focus_cost_and_usage') }}
)

-- Own assets and labour are no FOCUS cost and are left out here as there.
select
    lines.charge_line_id,
    lines.charge_id,
    lines.pool_id,
    lines.target_kind,
    lines.target_id,
    lines.cost_part,
    lines.stage,
    lines.rule_id,
    lines.rule_version,
    lines.owner_confidence,
    lines.legal_entity,
    lines.source_name,
    lines.billing_period,
    focus."x_HostProviderName" as "HostProviderName",
    {% for column in focus_columns() %}
        {{ focus_of_line(column) }} as "{{ column }}",
    {% endfor %}
    coalesce(focus."x_ServiceProviderName", focus."ProviderName") as "ServiceProviderName"
from lines
inner join focus on lines.charge_id = focus."x_ChargeId"
