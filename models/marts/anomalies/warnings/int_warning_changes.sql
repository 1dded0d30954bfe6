-- One row per early warning that a known change may explain: the change that began last.
{%- set event = ['warning_kind', 'source_name', 'delivery_scope', 'currency', 'scope_value', 'first_hour'] %}
with events as (
    select * from {{ ref('int_warning_events') }}
),

known as (
    select
        {{ columns_of('events', event) }},
        changes.change_id,
        row_number() over (
            partition by {{ columns_of('events', event) }}
            order by changes.starts_on desc, changes.change_id asc
        ) as place
    from events
    inner join {{ ref('fct_known_changes') }} as changes
        on
            cast(events.first_hour as date) >= changes.starts_on
            and cast(events.first_hour as date) < {{ change_ends('changes') }}
            and {{ change_touches('changes', {
                'key': 'events.api_key_id', 'team': 'events.team', 'product': 'events.product',
                'provider': 'events.provider_name',
            }) }}
    where changes.direction is distinct from 'down'
)

select
    {{ event | join(', ') }},
    change_id
from known
where place = 1
