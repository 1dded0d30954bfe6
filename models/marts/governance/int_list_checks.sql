-- One row per list of the organisation whose rows hold for a time: how many of its periods several rows cover.
{% set lists = [
    ('keys', 'dim_api_key', 'api_key_id'),
    ('products', 'dim_product', 'product_id'),
    ('customers', 'dim_customer', 'customer_id'),
    ('legal_entities', 'dim_legal_entity', 'legal_entity'),
    ('gl_accounts', 'dim_gl_account', 'gl_account'),
    ('pool_policies', 'dim_pool_policy', "pool_name || ' ' || policy"),
    ('thresholds', 'dim_threshold', "threshold_name || ' ' || scope_kind || ' ' || scope_value"),
] %}
with checks as (
    {% for list, relation, key in lists -%}
    select
        '{{ list }}' as source_name,
        cast(count(*) filter (where is_overlap_resolved) as bigint) as count_rows,
        cast(count(*) as bigint) as count_rows_checked,
        min({{ key }} || ' from ' || valid_from) filter (where is_overlap_resolved) as example_detail
    from {{ ref(relation) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
