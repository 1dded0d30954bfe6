-- One row per list price, first day it holds and day from which this was known, with the ends of both.
{%- set slot = price_slot() %}

with versions as (
    select
        *,
        md5({{ identity(slot) }}) as slot_id,
        coalesce(valid_from, cast('1970-01-01' as date)) as sort_day
    from {{ ref('token_list_prices') }}
),

-- On each day on which something of a price became known, all that was known of it is said again.
knowledge as (
    select
        slot_id,
        known_from as known_on,
        lead(known_from) over (partition by slot_id order by known_from) as known_to
    from (select distinct slot_id, known_from from versions) as known_days
),

as_known as (
    select
        versions.*,
        knowledge.known_on,
        knowledge.known_to
    from knowledge
    inner join versions
        on knowledge.slot_id = versions.slot_id and knowledge.known_on >= versions.known_from
    qualify
        row_number() over (
            partition by knowledge.slot_id, knowledge.known_on, versions.sort_day
            order by versions.known_from desc
        ) = 1
),

with_ends as (
    select
        *,
        lead(sort_day) over (partition by slot_id, known_on order by sort_day) as valid_to
    from as_known
    where not is_withdrawn
)

select
    {{ slot | join(', ') }},
    valid_from,
    valid_to,
    known_on as known_from,
    known_to,
    price,
    priced_as,
    price_source
from with_ends
where price is not null
