-- One row per posting line and legal entity: what was landed last.
with gl_postings as (
    select * from {{ ref('stg_gl_postings__gl_postings') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('gl_postings', ['legal_entity', 'posting_id']) }}
)

select
    md5({{ identity(['legal_entity', 'posting_id']) }}) as gl_posting_id,
    posting_id,
    legal_entity,
    gl_account,
    posting_date,
    fiscal_period,
    amount,
    currency_code,
    posting_kind,
    vendor_name,
    invoice_id,
    cost_centre,
    description,
    delivery_id,
    source_file,
    source_row
from newest
