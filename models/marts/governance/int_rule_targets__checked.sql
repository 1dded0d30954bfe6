-- One row per rule, version and target it names that is no pool: whether nothing else knows the target.
with named as (
    select distinct
        rule_id,
        rule_version,
        target_kind,
        target
    from {{ ref('dim_allocation_rule') }}
    where target is not null and target_kind in ('team', 'product', 'customer', 'legal_entity')
),

known as (
    select 'product' as target_kind, product_id as target from {{ ref('dim_product') }}
    union
    select 'customer' as target_kind, customer_id as target from {{ ref('dim_customer') }}
    union
    select 'legal_entity' as target_kind, legal_entity as target from {{ ref('dim_legal_entity') }}
    union
    select 'team' as target_kind, team as target from {{ ref('dim_owner') }}
    union
    select 'team' as target_kind, team as target from {{ ref('fct_cost_purposes') }}
    union
    select 'team' as target_kind, team as target from {{ ref('fct_business_drivers') }}
)

select
    named.rule_id,
    named.rule_version,
    named.target_kind,
    named.target,
    known.target is null as is_unknown
from named
left join known on named.target_kind = known.target_kind and named.target = known.target
