-- One row per legal entity and period of validity; periods never overlap.
with legal_entities as (
    select * from {{ ref('int_legal_entities__newest') }}
),

{{ validity_periods('legal_entities', ['legal_entity']) }}

select
    legal_entity,
    legal_entity_name,
    country,
    currency_code,
    parent_legal_entity,
    markup_percent,
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
