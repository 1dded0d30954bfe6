-- One row per comparison of two periods and side of it, base or compared: the month or days that it takes.
with months as (
    select distinct
        billing_period,
        {{ period_after('billing_period') }} as period_after,
        cast(cast(left(billing_period, 4) as integer) + 1 as varchar) || right(billing_period, 3)
            as year_after,
        cast(billing_period || '-01' as date) as first_day
    from {{ ref('fct_allocated_costs') }}
    -- A month in which only bills paid before are spread is no month to compare.
    where coalesce(billed_cost, 1) != 0
),

pairs as (
    select
        compared.billing_period || ' against ' || base.billing_period as comparison_id,
        case when base.period_after = compared.billing_period then 'month_before' else 'year_before' end
            as comparison_kind,
        base.billing_period as base_period,
        base.first_day as base_from,
        {{ month_after('base.first_day') }} as base_before,
        compared.billing_period as compared_period,
        compared.first_day as compared_from,
        {{ month_after('compared.first_day') }} as compared_before
    from months as base
    inner join months as compared
        on compared.billing_period in (base.period_after, base.year_after)
),

-- Months are those of the bill; periods of days that somebody states are days of the charges.
stated as (
    select
        'stated: ' || comparison_name as comparison_id,
        'stated' as comparison_kind,
        cast(null as varchar) as base_period,
        base_from,
        base_before,
        cast(null as varchar) as compared_period,
        compared_from,
        compared_before
    from {{ ref('dim_comparison') }}
),

comparisons as (
    select * from pairs
    union all
    select * from stated
)

select
    comparison_id,
    comparison_kind,
    'base' as side,
    base_period as billing_period,
    base_from as first_day,
    base_before as day_after
from comparisons
union all
select
    comparison_id,
    comparison_kind,
    'compared' as side,
    compared_period as billing_period,
    compared_from as first_day,
    compared_before as day_after
from comparisons
