-- One row per row of the list sites as landed.
with sites as (
    select * from {{ source('raw_sites', 'sites') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(site)') }} as site,
        lower({{ text_value('trim(boundary_approach)') }}) as boundary_approach,
        {{ text_value('trim(direct_zone)') }} as direct_zone,
        {{ text_value('trim(lifecycle_zone)') }} as lifecycle_zone,
        upper({{ text_value('trim(country)') }}) as country,
        {{ to_money('pue') }} as pue,
        {{ to_money('wue_onsite') }} as wue_onsite,
        {{ text_value('trim(provider_name)') }} as provider_name,
        {{ text_value('trim(account_id)') }} as account_id,
        {{ text_value('trim(region_id)') }} as region_id
    from sites
)

select * from renamed
