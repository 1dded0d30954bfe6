-- One row per month of an Azure carbon summary as landed. Carbon intensity stays here: it cannot be added.
with months as (
    select * from {{ source('raw_azure_carbon', 'monthly_summary') }}
)

select
    _delivery_id as delivery_id,
    _source_file as source_file,
    _source_row as source_row,
    cast({{ utc_timestamp('"date"') }} as date) as report_month,
    {{ text_value('"dataType"') }} as data_type,
    {{ text_value('"emissionScope"') }} as emission_scope,
    {{ emissions_value('"latestMonthEmissions"') }} as emissions_kg,
    {{ emissions_value('"carbonIntensity"') }} as carbon_intensity
from months
