-- One row per comparison of two periods and side of it, base or compared: the month that it takes.
with months as (
    select distinct
        billing_period,
        {{ period_after('billing_period') }} as period_after,
        cast(cast(left(billing_period, 4) as integer) + 1 as varchar) || right(billing_period, 3)
            as year_after
    from {{ ref('fct_allocated_costs') }}
),

pairs as (
    select
        'month_before' as comparison_kind,
        base.billing_period as base_period,
        compared.billing_period as compared_period
    from months as base
    inner join months as compared on base.period_after = compared.billing_period
    union all
    select
        'year_before' as comparison_kind,
        base.billing_period as base_period,
        compared.billing_period as compared_period
    from months as base
    inner join months as compared on base.year_after = compared.billing_period
)

select
    compared_period || ' against ' || base_period as comparison_id,
    comparison_kind,
    'base' as side,
    base_period as billing_period,
    {{ month_start("cast(base_period || '-01' as date)") }} as first_day,
    {{ month_after("cast(base_period || '-01' as date)") }} as day_after
from pairs
union all
select
    compared_period || ' against ' || base_period as comparison_id,
    comparison_kind,
    'compared' as side,
    compared_period as billing_period,
    {{ month_start("cast(compared_period || '-01' as date)") }} as first_day,
    {{ month_after("cast(compared_period || '-01' as date)") }} as day_after
from pairs
