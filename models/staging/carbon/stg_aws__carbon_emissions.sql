-- One row per row of AWS's carbon emissions export as landed: month, account, product, region.
with emissions as (
    select * from {{ source('raw_aws_carbon', 'carbon_emissions') }}
),

typed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ utc_timestamp('usage_period_start') }} as usage_period_start,
        {{ utc_timestamp('usage_period_end') }} as usage_period_end,
        {{ utc_timestamp('last_refresh_timestamp') }} as last_refresh_timestamp,
        {{ text_value('model_version') }} as model_version,
        {{ text_value('payer_account_id') }} as payer_account_id,
        {{ text_value('usage_account_id') }} as usage_account_id,
        {{ text_value('product_code') }} as product_code,
        {{ text_value('region_code') }} as region_code,
        {{ text_value('location') }} as place,
        {{ emissions_value('total_mbm_emissions_value') }} as total_mbm_emissions_value,
        {{ text_value('total_mbm_emissions_unit') }} as total_mbm_emissions_unit,
        {{ emissions_value('total_lbm_emissions_value') }} as total_lbm_emissions_value,
        {{ text_value('total_lbm_emissions_unit') }} as total_lbm_emissions_unit,
        {{ emissions_value('total_scope_1_emissions_value') }} as total_scope_1_emissions_value,
        {{ text_value('total_scope_1_emissions_unit') }} as total_scope_1_emissions_unit,
        {{ emissions_value('total_scope_2_lbm_emissions_value') }} as total_scope_2_lbm_emissions_value,
        {{ text_value('total_scope_2_lbm_emissions_unit') }} as total_scope_2_lbm_emissions_unit,
        {{ emissions_value('total_scope_2_mbm_emissions_value') }} as total_scope_2_mbm_emissions_value,
        {{ text_value('total_scope_2_mbm_emissions_unit') }} as total_scope_2_mbm_emissions_unit,
        {{ emissions_value('total_scope_3_lbm_emissions_value') }} as total_scope_3_lbm_emissions_value,
        {{ text_value('total_scope_3_lbm_emissions_unit') }} as total_scope_3_lbm_emissions_unit,
        {{ emissions_value('total_scope_3_mbm_emissions_value') }} as total_scope_3_mbm_emissions_value,
        {{ text_value('total_scope_3_mbm_emissions_unit') }} as total_scope_3_mbm_emissions_unit
    from emissions
)

select * from typed
