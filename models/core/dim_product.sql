-- One row per product and period of validity; periods never overlap.
with products as (
    select * from {{ ref('int_products__newest') }}
),

{{ validity_periods('products', ['product_id']) }}

select
    product_id,
    product_name,
    cost_class,
    life_cycle_phase,
    use_case,
    legal_entity,
    owner_name,
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
