-- One row per work that a carbon report tells of, T1, and one per group that no work fits: unattributed.
with group_works as (
    select * from {{ ref('int_provider_groups__works') }}
),

parts as (
    {{ apportion(
        'group_works', ['group_id', 'work_id', 'model_version', 'shared_by'],
        {'location_g': 'location_part', 'market_g': 'market_part'}, 'weight', ['group_id'], ['work_id']
    ) | indent(4) }}
),

with_work as (
    select distinct group_id from group_works
),

unattributed as (
    select provider_groups.* from {{ ref('int_provider_groups') }} as provider_groups
    left join with_work on provider_groups.group_id = with_work.group_id
    where with_work.group_id is null
)

select
    work_id,
    max(model_version) as model_version,
    max(shared_by) as shared_by,
    cast({{ sum_if_all('location_part') }} as decimal(28, 12)) as location_g,
    cast({{ sum_if_all('market_part') }} as decimal(28, 12)) as market_g,
    cast(null as varchar) as usage_month,
    cast(null as varchar) as provider_name,
    cast(null as varchar) as account_key,
    cast(null as varchar) as region_id,
    cast(null as varchar) as service_name
from parts
group by work_id
union all
select
    group_id as work_id,
    model_version,
    'none' as shared_by,
    location_g,
    market_g,
    usage_month,
    provider_name,
    account_key,
    region_id,
    service_name
from unattributed
