-- One row per customer and start of validity: what was landed last.
with customers as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_customers__customers') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('customers', ['customer_id', 'valid_since']) }}
)

select
    customer_id,
    customer_name,
    segment,
    plan_name,
    country,
    legal_entity,
    is_internal,
    valid_since as valid_from,
    valid_until as valid_to
from newest
