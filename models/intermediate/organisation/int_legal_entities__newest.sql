-- One row per legal entity and start of validity: what was landed last.
with legal_entities as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_legal_entities__legal_entities') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('legal_entities', ['legal_entity', 'valid_since']) }}
)

select
    legal_entity,
    legal_entity_name,
    country,
    currency_code,
    parent_legal_entity,
    markup_percent,
    valid_since as valid_from,
    valid_until as valid_to
from newest
