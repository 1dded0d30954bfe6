-- One row per kind of target, target and days on which the organisation's lists know it.
select 'team' as target_kind, team as target_id, valid_from, valid_to from {{ ref('dim_owner') }}
where team is not null
union all
select 'product' as target_kind, product_id as target_id, valid_from, valid_to from {{ ref('dim_product') }}
union all
select 'customer' as target_kind, customer_id as target_id, valid_from, valid_to
from {{ ref('dim_customer') }}
union all
select 'legal_entity' as target_kind, legal_entity as target_id, valid_from, valid_to
from {{ ref('dim_legal_entity') }}
