-- One row per customer and period of validity; periods never overlap.
with customers as (
    select * from {{ ref('int_customers__newest') }}
),

{{ validity_periods('customers', ['customer_id']) }}

select
    customer_id,
    customer_name,
    segment,
    plan_name,
    country,
    legal_entity,
    is_internal,
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
