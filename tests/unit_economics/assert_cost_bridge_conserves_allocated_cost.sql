-- Both costs of each comparison of months that are billed for something are allocated cost and restatements
-- of their months, per currency.
{{ config(group='unit_economics') }}
with costs as (
    select
        billing_period,
        billing_currency,
        reporting_currency,
        effective_cost,
        effective_cost_reporting
    from {{ ref('fct_allocated_costs') }}
    union all
    select
        reference_period,
        billing_currency,
        reporting_currency,
        effective_cost,
        effective_cost_reporting
    from {{ ref('fct_restatements') }}
),

in_currency as (
    select
        cast(billing_period || '-01' as date) as first_day,
        case
            when effective_cost is not null and effective_cost_reporting is null then billing_currency
            else reporting_currency
        end as currency,
        coalesce(effective_cost_reporting, effective_cost, 0) as cost
    from costs
),

months as (
    select
        first_day,
        currency,
        cast(sum(cost) as decimal(38, 12)) as cost
    from in_currency
    group by first_day, currency
),

billed_months as (
    select distinct cast(billing_period || '-01' as date) as first_day
    from {{ ref('fct_allocated_costs') }}
    where billed_cost is null or billed_cost != 0
),

month_pairs as (
    select distinct
        base.first_day as base_from,
        compared.first_day as compared_from
    from billed_months as base
    inner join billed_months as compared
        on
            base.first_day = compared.first_day - interval 1 month
            or base.first_day = compared.first_day - interval 12 month
),

expected as (
    select
        month_pairs.base_from,
        month_pairs.compared_from,
        months.currency,
        cast(
            sum(case when months.first_day = month_pairs.base_from then months.cost else 0 end)
            as decimal(38, 12)
        ) as base_cost,
        cast(
            sum(case when months.first_day = month_pairs.compared_from then months.cost else 0 end)
            as decimal(38, 12)
        ) as compared_cost
    from month_pairs
    inner join months
        on month_pairs.base_from = months.first_day or month_pairs.compared_from = months.first_day
    group by month_pairs.base_from, month_pairs.compared_from, months.currency
),

scopes as (
    select distinct
        base_from,
        compared_from,
        currency,
        scope_kind,
        scope_value,
        base_cost,
        compared_cost
    from {{ ref('fct_cost_bridge') }}
    where comparison_kind in ('month_before', 'year_before')
),

bridges as (
    select
        base_from,
        compared_from,
        currency,
        scope_kind,
        cast(sum(base_cost) as decimal(38, 12)) as base_cost,
        cast(sum(compared_cost) as decimal(38, 12)) as compared_cost
    from scopes
    group by base_from, compared_from, currency, scope_kind
),

kinds as (
    select 'company' as scope_kind
    union all
    select 'team' as scope_kind
    union all
    select 'product' as scope_kind
),

expected_by_kind as (
    select
        expected.*,
        kinds.scope_kind
    from expected
    cross join kinds
)

select
    expected_by_kind.base_from,
    bridges.base_from as bridge_from,
    expected_by_kind.base_cost as allocated_cost,
    bridges.base_cost as bridge_cost
from expected_by_kind
full outer join bridges
    on
        expected_by_kind.base_from = bridges.base_from
        and expected_by_kind.compared_from = bridges.compared_from
        and expected_by_kind.currency = bridges.currency
        and expected_by_kind.scope_kind = bridges.scope_kind
where
    {{ differs('expected_by_kind.base_cost', 'bridges.base_cost') }}
    or {{ differs('expected_by_kind.compared_cost', 'bridges.compared_cost') }}
