-- One row per row of Google Cloud's carbon footprint export as landed: month, project, service, location.
with footprint as (
    select * from {{ source('raw_gcp_carbon', 'carbon_footprint') }}
),

-- Nested members come as JSON text (Parquet, JSON lines) or as columns of their own (a flattened CSV).
flattened as (
    select
        *,
        coalesce(service_id, {{ json_text('service', 'id') }}) as flat_service_id,
        coalesce(service_description, {{ json_text('service', 'description') }}) as flat_service_description,
        coalesce(project_number, {{ json_text('project', 'number') }}) as flat_project_number,
        coalesce(project_id, {{ json_text('project', 'id') }}) as flat_project_id,
        coalesce(location_location, {{ json_text('location', 'location') }}) as flat_location,
        coalesce(location_region, {{ json_text('location', 'region') }}) as flat_region,
        {{ json_text('carbon_footprint_kgco2e', 'scope2') }} as scope_2,
        coalesce(
            carbon_footprint_kgco2e_scope1, {{ json_text('carbon_footprint_kgco2e', 'scope1') }}
        ) as scope_1,
        coalesce(
            carbon_footprint_kgco2e_scope3, {{ json_text('carbon_footprint_kgco2e', 'scope3') }}
        ) as scope_3,
        coalesce(
            carbon_footprint_total_kgco2e_location_based,
            {{ json_text('carbon_footprint_total_kgco2e', 'location_based') }},
            -- Older exports have one location-based figure in place of the scopes.
            case when left(carbon_footprint_kgco2e, 1) != '{' then carbon_footprint_kgco2e end
        ) as total_location,
        coalesce(
            carbon_footprint_total_kgco2e_market_based,
            {{ json_text('carbon_footprint_total_kgco2e', 'market_based') }}
        ) as total_market
    from footprint
),

typed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        cast({{ utc_timestamp('usage_month') }} as date) as usage_month,
        {{ text_value('carbon_model_version') }} as model_version,
        {{ text_value('billing_account_id') }} as billing_account_id,
        {{ text_value('flat_project_number') }} as project_number,
        {{ text_value('flat_project_id') }} as project_id,
        {{ text_value('flat_service_id') }} as service_id,
        {{ text_value('flat_service_description') }} as service_description,
        {{ text_value('flat_location') }} as place,
        {{ text_value('flat_region') }} as region,
        {{ emissions_value('scope_1') }} as scope_1_kg,
        {{ emissions_value("coalesce(carbon_footprint_kgco2e_scope2_location_based, "
            ~ json_text('scope_2', 'location_based') ~ ")") }} as scope_2_location_kg,
        {{ emissions_value("coalesce(carbon_footprint_kgco2e_scope2_market_based, "
            ~ json_text('scope_2', 'market_based') ~ ")") }} as scope_2_market_kg,
        {{ emissions_value('scope_3') }} as scope_3_kg,
        {{ emissions_value('total_location') }} as total_location_kg,
        {{ emissions_value('total_market') }} as total_market_kg
    from flattened
)

select * from typed
