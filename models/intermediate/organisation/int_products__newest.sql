-- One row per product and start of validity: what was landed last.
with products as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_products__products') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('products', ['product_id', 'valid_since']) }}
)

select
    product_id,
    product_name,
    cost_class,
    life_cycle_phase,
    use_case,
    legal_entity,
    owner_name,
    valid_since as valid_from,
    valid_until as valid_to
from newest
