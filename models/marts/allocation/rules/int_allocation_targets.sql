-- One row per kind of target, target and days on which the organisation knows it. Keys, people and resources
-- come and go: that such a row ends, or a charge or driver is the last, says nothing about the team.
select
    'team' as target_kind,
    team as target_id,
    valid_from,
    valid_to,
    owner_kind not in ('key', 'principal', 'resource') as is_end_of_target
from {{ ref('dim_owner') }}
where team is not null
union all
select
    'team' as target_kind,
    team as target_id,
    min(charge_date) as valid_from,
    max(charge_date) + 1 as valid_to,
    false as is_end_of_target
from {{ ref('fct_cost_purposes') }}
where team is not null
group by team
union all
select
    'team' as target_kind,
    team as target_id,
    driver_date as valid_from,
    case when driver_grain = 'month' then {{ month_after('driver_date') }} else driver_date + 1 end
        as valid_to,
    false as is_end_of_target
from {{ ref('fct_business_drivers') }}
where team is not null
union all
select
    'product' as target_kind,
    product_id as target_id,
    valid_from,
    valid_to,
    true as is_end_of_target
from {{ ref('dim_product') }}
union all
select
    'customer' as target_kind,
    customer_id as target_id,
    valid_from,
    valid_to,
    true as is_end_of_target
from {{ ref('dim_customer') }}
union all
select
    'legal_entity' as target_kind,
    legal_entity as target_id,
    valid_from,
    valid_to,
    true as is_end_of_target
from {{ ref('dim_legal_entity') }}
