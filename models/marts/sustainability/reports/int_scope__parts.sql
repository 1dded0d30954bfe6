-- One row per counting row of emissions or own asset: the scope it falls into.
with sites as (
    select * from {{ ref('dim_site') }}
)

select
    emissions.usage_period,
    case
        when emissions.work_kind != 'own_hardware' then 'scope 3'
        when sites.boundary_approach = 'operational_control' then 'scope 2'
        when sites.boundary_approach = 'leased' then 'scope 3'
        else 'not stated'
    end as ghg_scope,
    case
        when emissions.work_kind != 'own_hardware' then '1 purchased goods and services'
        when sites.boundary_approach = 'operational_control' then 'purchased electricity'
        when sites.boundary_approach = 'leased' then '8 upstream leased assets'
        else 'site without a boundary'
    end as ghg_category,
    emissions.provider_name,
    case when emissions.work_kind = 'own_hardware' then emissions.account_id else '' end as site,
    case
        when emissions.work_kind = 'own_hardware' then coalesce(sites.boundary_approach, 'not stated')
        else 'bought service'
    end as boundary_approach,
    case when emissions.location_g_central is null then 'none' else emissions.factor_basis end
        as factor_basis,
    {% for measure in ends_of('location_g') %}
        case when emissions.is_chosen then emissions.{{ measure }} end as {{ measure }},
    {% endfor %}
    emissions.market_g,
    case when emissions.is_chosen then emissions.effective_cost_reporting end as effective_cost_reporting,
    case when emissions.is_chosen and emissions.location_g_central is null then 1 else 0 end as count_blank
from {{ ref('fct_emissions_daily') }} as emissions
left join sites
    on case when emissions.work_kind = 'own_hardware' then emissions.account_id end = sites.site
where emissions.work_kind != 'none' and (emissions.is_chosen or emissions.market_g is not null)
union all
select
    hardware.usage_period,
    'scope 3' as ghg_scope,
    '2 capital goods' as ghg_category,
    'Own assets' as provider_name,
    coalesce(hardware.site, '') as site,
    coalesce(sites.boundary_approach, 'not stated') as boundary_approach,
    'lifecycle' as factor_basis,
    {% for measure in ends_of('location_g') %}
        hardware.{{ measure }},
    {% endfor %}
    cast(null as decimal(28, 12)) as market_g,
    cast(null as decimal(28, 12)) as effective_cost_reporting,
    case when hardware.is_unknown then 1 else 0 end as count_blank
from {{ ref('int_scope__hardware') }} as hardware
left join sites on hardware.site = sites.site
