-- One row per rule on lists of the organisation and row or thing it is asked of: whether it is broken.
with periods as (
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
    rule,
    cast(null as varchar) as rule_id,
    cast(null as integer) as rule_version,
    detail,
    is_broken
from periods
union all
-- Who a person is stands in the list alone.
select
    'owners' as source_name,
    'owner_periods_overlap' as rule,
    cast(null as varchar) as rule_id,
    cast(null as integer) as rule_version,
    'owners ' || owner_kind || case when owner_kind = 'principal' then '' else ' ' || owner_value end
    || ' from ' || valid_from as detail,
    is_overlap_resolved as is_broken
from {{ ref('dim_owner') }}
union all
select
    'owners' as source_name,
    'owner_without_charges' as rule,
    cast(null as varchar) as rule_id,
    cast(null as integer) as rule_version,
    'owners ' || owner_kind || ' ' || owner_value
    || coalesce(', which charges have as ' || meant_kind || ': did you mean ' || meant_kind || '?', '')
        as detail,
    is_unmatched as is_broken
from {{ ref('int_owners__checked') }}
union all
select
    source_name,
    rule,
    rule_id,
    rule_version,
    detail,
    is_broken
from {{ ref('int_allocation_checks') }}
