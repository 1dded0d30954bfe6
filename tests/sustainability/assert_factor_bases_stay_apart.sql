-- A row's factor is of its basis in the list of grids, and a provider's figures have a basis of their own.
{{ config(group='sustainability') }}
with emissions as (
    select * from {{ ref('fct_emissions_daily') }}
)

select emissions.emission_id
from emissions
left join {{ ref('grid_intensity') }} as grids
    on
        emissions.grid_zone = grids.zone
        and emissions.factor_basis = grids.factor_basis
        and coalesce(emissions.grid_data_year, 0) = coalesce(grids.data_year, 0)
        and emissions.grid_g_per_kwh = grids.g_per_kwh
where
    emissions.grid_zone is not null and grids.zone is null
    or emissions.evidence_tier = 'T1' and emissions.factor_basis != 'provider'
    or emissions.evidence_tier != 'T1' and emissions.factor_basis = 'provider'
    or emissions.evidence_tier in ('T2', 'T3') and emissions.location_g_central is not null
    and emissions.factor_basis not in ('direct', 'lifecycle')
union all
select min(emission_id) as emission_id
from emissions
group by work_id, method, factor_basis
having count(*) > 1
