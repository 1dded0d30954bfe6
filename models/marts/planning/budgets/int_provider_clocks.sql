-- One row per provider with daily exports, and one without for all: the day up to which all is complete.
with newest as (
    {{ newest_data_day() | indent(4) }}
),

-- An export that has said nothing for a week is not waited for; what it lacks is seen in governance.
live as (
    select
        completeness.source_name,
        completeness.delivery_scope,
        completeness.billing_currency,
        max(case when completeness.is_complete then completeness.charge_date end) as complete_until
    from {{ ref('fct_day_completeness') }} as completeness
    inner join {{ ref('sources') }} as sources on completeness.source_name = sources.source_name
    cross join newest
    where sources.freshness_hours <= 168 and completeness.charge_date <= newest.charge_date
    group by
        completeness.source_name, completeness.delivery_scope, completeness.billing_currency,
        newest.charge_date
    having max(completeness.charge_date) > newest.charge_date - 7
),

providers as (
    select distinct
        costs.source_name,
        costs.delivery_scope,
        costs.billing_currency,
        costs.provider_name
    from {{ ref('fct_costs') }} as costs
)

select
    providers.provider_name,
    min(live.complete_until) as complete_until
from live
inner join providers
    on
        live.source_name = providers.source_name
        and live.delivery_scope = providers.delivery_scope
        and live.billing_currency = coalesce(providers.billing_currency, 'unknown')
group by providers.provider_name
union all
select
    cast(null as varchar) as provider_name,
    coalesce(min(live.complete_until), min(newest.charge_date)) as complete_until
from newest
left join live on newest.charge_date >= live.complete_until
