-- One row per comparison of two periods that the organisation states: what was landed last.
with comparisons as (
    select * from {{ ref('stg_comparisons__comparisons') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('comparisons', ['comparison_name']) }}
)

select
    comparison_name,
    base_from,
    base_before,
    compared_from,
    compared_before,
    delivery_id,
    source_file,
    source_row
from newest
