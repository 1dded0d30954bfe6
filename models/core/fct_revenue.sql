-- One row per line of revenue: all rows of the delivery landed last that has its key.
with revenue as (
    select * from {{ ref('stg_revenue__revenue') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_lines('revenue', [
        'billing_period', 'customer', 'product', 'plan_name',
        'revenue_basis', 'currency_code', 'legal_entity',
    ]) }}
)

select
    md5(
        {{ identity([
            'billing_period', 'customer', 'product', 'plan_name',
            'revenue_basis', 'currency_code', 'legal_entity',
            'line_number',
        ]) }}
    ) as revenue_id,
    billing_period,
    customer,
    product,
    plan_name,
    revenue_basis,
    amount,
    currency_code,
    quantity,
    legal_entity,
    delivery_id,
    source_file,
    source_row
from newest
