-- One row per source, day, owner, service, model and currency: cost of usage, and whether the day is over.
with costs as (
    select costs.*
    from {{ ref('fct_costs') }} as costs
    inner join {{ ref('sources') }} as sources on costs.source_name = sources.source_name
    where sources.freshness_hours <= 168 and {{ is_daily_usage('costs') }}
),

-- A charge that is shared among many has no owner of its own.
owners as (
    select
        charge_id,
        coalesce(team, 'unowned') as team
    from {{ ref('fct_allocated_costs') }}
    where charge_id is not null and cost_part != 'commitment_transfer'
),

owned as (
    select
        costs.source_name,
        costs.delivery_scope,
        coalesce(costs.billing_currency, 'unknown') as currency,
        cast(costs.charge_period_start as date) as charge_date,
        coalesce(owners.team, 'shared') as team,
        coalesce(costs.provider_name, 'unknown') as provider_name,
        coalesce(costs.service_name, 'unknown') as service_name,
        coalesce(costs.model_name, 'none') as model_name,
        coalesce(costs.effective_cost, costs.billed_cost) as cost
    from costs
    left join owners on costs.charge_id = owners.charge_id
),

added as (
    select
        source_name,
        delivery_scope,
        currency,
        charge_date,
        team,
        provider_name,
        service_name,
        model_name,
        cast(sum(cost) as decimal(38, 12)) as cost
    from owned
    group by
        source_name, delivery_scope, currency, charge_date, team, provider_name, service_name, model_name
)

select
    added.*,
    coalesce(completeness.is_complete, false) as is_complete
from added
left join {{ ref('fct_day_completeness') }} as completeness
    on
        added.source_name = completeness.source_name
        and added.delivery_scope = completeness.delivery_scope
        and added.currency = completeness.billing_currency
        and added.charge_date = completeness.charge_date
