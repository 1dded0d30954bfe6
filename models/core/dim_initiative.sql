-- One row per initiative: what was landed last.
with initiatives as (
    select * from {{ ref('stg_initiatives__initiatives') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('initiatives', ['initiative']) }}
)

select
    initiative,
    initiative_name,
    initiative_kind,
    team,
    product,
    owner_name,
    initiative_status,
    starts_on,
    ends_before,
    expected_value,
    funding,
    currency_code
from newest
