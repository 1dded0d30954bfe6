-- Both costs of each stated comparison are allocated cost and restatements of its days, per currency.
{{ config(group='unit_economics') }}
with charges as (
    select
        charge_id,
        cast(charge_period_start as date) as day_of_charge
    from {{ ref('fct_costs') }}
),

costs as (
    select
        charge_date as cost_day,
        billing_currency,
        reporting_currency,
        effective_cost,
        effective_cost_reporting
    from {{ ref('fct_allocated_costs') }}
    union all
    select
        coalesce(charges.day_of_charge, cast(restated.reference_period || '-01' as date)) as cost_day,
        restated.billing_currency,
        restated.reporting_currency,
        restated.effective_cost,
        restated.effective_cost_reporting
    from {{ ref('fct_restatements') }} as restated
    left join charges on restated.charge_id = charges.charge_id
),

in_currency as (
    select
        cost_day,
        case
            when effective_cost is not null and effective_cost_reporting is null then billing_currency
            else reporting_currency
        end as currency,
        coalesce(effective_cost_reporting, effective_cost, 0) as cost
    from costs
),

comparisons as (
    select * from {{ ref('dim_comparison') }}
),

expected as (
    select
        'stated: ' || comparisons.comparison_name as comparison_id,
        in_currency.currency,
        cast(
            sum(
                case
                    when
                        in_currency.cost_day >= comparisons.base_from
                        and in_currency.cost_day < comparisons.base_before
                        then in_currency.cost
                    else 0
                end
            ) as decimal(38, 12)
        ) as base_cost,
        cast(
            sum(
                case
                    when
                        in_currency.cost_day >= comparisons.compared_from
                        and in_currency.cost_day < comparisons.compared_before
                        then in_currency.cost
                    else 0
                end
            ) as decimal(38, 12)
        ) as compared_cost
    from comparisons
    cross join in_currency
    group by comparisons.comparison_name, in_currency.currency
),

bridges as (
    select distinct
        comparison_id,
        currency,
        base_cost,
        compared_cost
    from {{ ref('fct_cost_bridge') }}
    where comparison_kind = 'stated' and scope_kind = 'company'
)

select
    expected.comparison_id,
    bridges.comparison_id as bridge_id,
    expected.base_cost as allocated_cost,
    bridges.base_cost as bridge_cost
from expected
full outer join bridges
    on expected.comparison_id = bridges.comparison_id and expected.currency = bridges.currency
where
    coalesce(expected.base_cost, 0) != coalesce(bridges.base_cost, 0)
    or coalesce(expected.compared_cost, 0) != coalesce(bridges.compared_cost, 0)
