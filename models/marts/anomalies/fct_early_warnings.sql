-- One row per early warning: what jumped on a gateway, since when, the money at stake and who owns it.
{%- set event = ['warning_kind', 'source_name', 'delivery_scope', 'currency', 'scope_value', 'first_hour'] %}
with events as (
    select
        *,
        md5({{ identity(event) }}) as warning_id,
        {{ hours_between('first_hour', 'last_hour') }} + 1 as elapsed_hours,
        observed_cost - coalesce(expected_cost, 0) as excess_cost,
        {{ warning_sentence() }} as evidence,
        {{ warning_query() }} as evidence_query
    from {{ ref('int_warning_events') }}
),

changes as (
    select * from {{ ref('int_warning_changes') }}
),

gateways as (
    select * from {{ ref('int_warning_gateways') }}
)

select
    events.warning_id,
    events.warning_kind,
    events.first_hour,
    events.last_hour,
    {{ hours_between('events.first_hour', 'events.fired_hour') }} + 1 as detected_after_hours,
    {{ hours_between('events.last_hour', 'gateways.newest_hour') }} <= {{ warning_rules().gap_hours }}
        as is_open,
    events.source_name,
    events.delivery_scope,
    events.provider_name,
    events.model_name,
    nullif(events.api_key_id, 'none') as api_key_id,
    events.session_id,
    events.team,
    events.product,
    events.owner_name,
    events.owner_evidence,
    events.observed_cost,
    events.highest_observed_cost,
    events.expected_cost,
    cast({{ money_times('events.excess_cost', exact_rate('24', 'events.elapsed_hours')) }} as decimal(38, 12))
        as cost_per_day,
    events.currency,
    case when events.warning_kind = 'broken_cache' then 'list' else 'contracted' end as cost_basis,
    changes.change_id as known_change_id,
    events.count_hours,
    events.count_attempts,
    events.evidence,
    events.evidence_query,
    events.reason
from events
inner join gateways
    on
        events.source_name = gateways.source_name
        and events.delivery_scope = gateways.delivery_scope
        and cast(events.last_hour as date) = gateways.usage_date
left join changes
    on
        {%- for column in event %}
            events.{{ column }} = changes.{{ column }} and
        {%- endfor %}
        true
