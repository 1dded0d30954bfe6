-- One row per event that a known change may explain: the change that began last.
with events as (
    select
        events.*,
        series.provider_name,
        case when series.scope_kind in ('leaf', 'team') then series.scope_value end as team
    from {{ ref('int_anomaly_events') }} as events
    inner join {{ ref('int_anomaly_series') }} as series on events.series_id = series.series_id
),

-- A series names neither keys nor products: their changes are looked for where their team is.
changes as (
    select
        changes.*,
        case
            when changes.scope_kind = 'team' then changes.scope_value
            else coalesce(owners.team, products.owner_name)
        end as team
    from {{ ref('fct_known_changes') }} as changes
    left join {{ ref('dim_owner') }} as owners
        on
            case when changes.scope_kind = 'key' then changes.scope_value end = owners.owner_value
            and owners.owner_kind = 'key'
            and changes.starts_on >= owners.valid_from
            and changes.starts_on < owners.valid_to
    left join {{ ref('dim_product') }} as products
        on
            case when changes.scope_kind = 'product' then changes.scope_value end = products.product_id
            and changes.starts_on >= products.valid_from
            and changes.starts_on < products.valid_to
),

known as (
    select
        events.series_id,
        events.direction,
        events.first_date,
        changes.change_id,
        row_number() over (
            partition by events.series_id, events.direction, events.first_date
            order by changes.starts_on desc, changes.change_id asc
        ) as place
    from events
    inner join changes
        on
            events.last_date >= changes.starts_on
            and events.first_date < {{ change_ends('changes') }}
            and (
                changes.scope_kind = 'company'
                or (changes.scope_kind = 'provider' and events.provider_name = changes.scope_value)
                or events.team = changes.team
            )
    where coalesce(changes.direction, 'either') in ('either', events.direction)
)

select
    series_id,
    direction,
    first_date,
    change_id
from known
where place = 1
