-- One row per item of an Azure carbon report of one month and scope as landed.
with items as (
    select * from {{ source('raw_azure_carbon', 'item_details') }}
)

select
    _delivery_id as delivery_id,
    _source_file as source_file,
    _source_row as source_row,
    cast({{ utc_timestamp('"reportMonth"') }} as date) as report_month,
    {{ text_value('"dataType"') }} as data_type,
    {{ text_value('"categoryType"') }} as category_type,
    {{ text_value('"itemName"') }} as item_name,
    {{ text_value('"emissionScope"') }} as emission_scope,
    {{ text_value('"subscriptionId"') }} as subscription_id,
    {{ text_value('"resourceGroup"') }} as resource_group,
    {{ text_value('"resourceId"') }} as resource_id,
    {{ text_value('"resourceType"') }} as resource_type,
    {{ text_value('location') }} as place,
    {{ emissions_value('"latestMonthEmissions"') }} as emissions_kg
from items
