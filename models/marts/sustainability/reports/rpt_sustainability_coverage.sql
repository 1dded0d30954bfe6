-- One row per month, provider, tier, grade and basis: the part of spend and of energy that it stands for.
with emissions as (
    select
        *,
        location_g_central is not null as is_known
    from {{ ref('fct_emissions_daily') }}
    where work_kind not in ('none', 'unattributed') and (is_chosen or is_energy_chosen)
),

-- What has no factor of the grid is grade `none`: it is work all the same.
added_up as (
    select
        usage_period,
        provider_name,
        case when is_known then evidence_tier else 'none' end as evidence_tier,
        case when is_known then evidence_grade else 'none' end as evidence_grade,
        case when is_known then factor_basis else 'none' end as factor_basis,
        coalesce(reporting_currency, 'none') as currency,
        cast(sum(case when is_chosen then 1 else 0 end) as bigint) as count_works,
        cast(sum(case when is_chosen then effective_cost_reporting end) as decimal(28, 12))
            as effective_cost_reporting,
        cast(sum(case when is_energy_chosen then facility_kwh_central end) as decimal(28, 12))
            as facility_kwh_central
    from emissions
    group by
        usage_period, provider_name, case when is_known then evidence_tier else 'none' end,
        case when is_known then evidence_grade else 'none' end,
        case when is_known then factor_basis else 'none' end, coalesce(reporting_currency, 'none')
)

select
    *,
    evidence_tier != 'none' as has_factor,
    {{ ratio(
        'effective_cost_reporting', 'sum(effective_cost_reporting) over (partition by usage_period, currency)'
    ) }} as part_of_spend,
    {{ ratio('facility_kwh_central', 'sum(facility_kwh_central) over (partition by usage_period)') }}
        as part_of_energy
from added_up
