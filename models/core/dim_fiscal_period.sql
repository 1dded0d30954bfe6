-- One row per fiscal period and legal entity: what was landed last.
with fiscal_periods as (
    select * from {{ ref('stg_fiscal_periods__fiscal_periods') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('fiscal_periods', ['fiscal_period', 'legal_entity']) }}
)

select
    md5({{ identity(['fiscal_period', 'legal_entity']) }}) as fiscal_period_id,
    fiscal_period,
    fiscal_year,
    fiscal_quarter,
    legal_entity,
    starts_on,
    ends_before,
    period_status,
    closed_on
from newest
