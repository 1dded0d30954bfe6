-- One row per list of the organisation whose rows hold for a time: its periods that several rows cover.
with checks as (
    {{ overlapping_periods('keys', ref('dim_api_key'), 'api_key_id') }}
    union all
    {{ overlapping_periods('products', ref('dim_product'), 'product_id') }}
    union all
    {{ overlapping_periods('customers', ref('dim_customer'), 'customer_id') }}
    union all
    {{ overlapping_periods('legal_entities', ref('dim_legal_entity'), 'legal_entity') }}
    union all
    {{ overlapping_periods('gl_accounts', ref('dim_gl_account'), 'gl_account') }}
    union all
    {{ overlapping_periods('pool_policies', ref('dim_pool_policy'), "pool_name || ' ' || policy") }}
    union all
    {{ overlapping_periods('thresholds', ref('dim_threshold'), "threshold_name || ' ' || scope_value") }}
)

select
    source_name,
    'organisation' as delivery_scope,
    cast(null as varchar) as billing_period,
    'list_periods_overlap' as rule,
    count_rows,
    count_rows_checked,
    example_detail
from checks
