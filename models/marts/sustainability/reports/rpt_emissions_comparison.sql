-- One row per month, provider with a carbon report and basis: what is modelled over what is reported.
with emissions as (
    select * from {{ ref('fct_emissions_daily') }}
),

reported as (
    select
        usage_period,
        provider_name,
        cast(sum(location_g_central) as decimal(28, 12)) as reported_location_g,
        cast(sum(market_g) as decimal(28, 12)) as reported_market_g,
        cast(sum(case when work_kind = 'unattributed' then location_g_central else 0 end) as decimal(28, 12))
            as unattributed_location_g
    from emissions
    where method = 'provider_export'
    group by usage_period, provider_name
),

told as (
    select distinct work_id from emissions
    where method = 'provider_export' and location_g_central is not null
),

best as (
    select
        emissions.*,
        told.work_id is not null as is_reported,
        row_number() over (
            partition by emissions.work_id, emissions.factor_basis
            order by {{ method_order('emissions.method') }} asc
        ) as place
    from emissions
    left join told on emissions.work_id = told.work_id
    where emissions.evidence_tier in ('T2', 'T3') and emissions.location_g_central is not null
),

modelled as (
    select
        usage_period,
        provider_name,
        factor_basis,
        {% for measure in ends_of('location_g') %}
            cast(sum({{ measure }}) as decimal(28, 12)) as modelled_{{ measure }},
        {% endfor %}
        cast(sum(case when is_reported then 1 else 0 end) as bigint) as count_reported_works,
        cast(count(*) as bigint) as count_works
    from best
    where place = 1
    group by usage_period, provider_name, factor_basis
)

select
    reported.usage_period,
    reported.provider_name,
    coalesce(modelled.factor_basis, 'none') as factor_basis,
    reported.reported_location_g,
    reported.unattributed_location_g,
    reported.reported_market_g,
    {% for measure in ends_of('location_g') %}
        modelled.modelled_{{ measure }},
        {{ ratio('modelled.modelled_' ~ measure, 'reported.reported_location_g') }}
            as times_reported_{{ measure }},
    {% endfor %}
    modelled.count_works,
    modelled.count_reported_works
from reported
left join modelled
    on reported.usage_period = modelled.usage_period and reported.provider_name = modelled.provider_name
