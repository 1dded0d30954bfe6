-- One row per record of an Azure carbon report, item or monthly summary, with the level it is of.
with items as (
    select * from {{ ref('stg_azure__carbon_item_details') }}
),

summaries as (
    select * from {{ ref('stg_azure__carbon_monthly_summary') }}
),

reported as (
    select
        delivery_id,
        report_month,
        lower(category_type) as category,
        item_name,
        subscription_id,
        resource_group,
        resource_id,
        resource_type,
        place,
        emission_scope,
        emissions_kg
    from items
    union all
    select
        delivery_id,
        report_month,
        'total' as category,
        cast(null as varchar) as item_name,
        cast(null as varchar) as subscription_id,
        cast(null as varchar) as resource_group,
        cast(null as varchar) as resource_id,
        cast(null as varchar) as resource_type,
        cast(null as varchar) as place,
        emission_scope,
        emissions_kg
    from summaries
)

select
    delivery_id,
    report_month,
    case category
        when 'resourcegroup' then 'resource_group'
        when 'resourcetype' then 'resource_type'
        else category
    end as report_level,
    case category when 'subscription' then coalesce(subscription_id, item_name) else subscription_id end
        as subscription_id,
    case category when 'resourcetype' then coalesce(resource_type, item_name) else resource_type end
        as resource_type,
    case category when 'location' then coalesce(place, item_name) else place end as place,
    case category
        when 'resource' then coalesce(resource_id, item_name)
        when 'resourcegroup' then coalesce(resource_group, item_name)
    end as item_id,
    replace(lower(emission_scope), ' ', '') as emission_scope,
    emissions_kg
from reported
