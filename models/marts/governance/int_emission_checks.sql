-- One row per source, delivery scope, month and rule on carbon figures that count.
with emissions as (
    select
        *,
        concat_ws(' ', delivered_unit, sub_account_id, service_name, region_id, item_id) as detail,
        -- A milligram: what sums of doubles may differ by.
        greatest(abs(coalesce(location_based_gap_kg, 0)), abs(coalesce(market_based_gap_kg, 0))) > 0.000001
            as has_gap
    from {{ ref('fct_provider_emissions') }}
    where is_counted
),

checks as (
    select
        source_name,
        delivery_scope,
        usage_month as billing_period,
        'emissions_total_differs' as rule,
        cast(count(*) filter (where has_gap) as bigint) as count_rows,
        cast(count(*) as bigint) as count_rows_checked,
        min(detail) filter (where has_gap) as example_detail
    from emissions
    group by source_name, delivery_scope, usage_month
    union all
    select
        source_name,
        delivery_scope,
        usage_month as billing_period,
        'emissions_unit_unknown' as rule,
        cast(count(*) filter (where blank_reason = 'unknown_unit') as bigint) as count_rows,
        cast(count(*) as bigint) as count_rows_checked,
        min(detail) filter (where blank_reason = 'unknown_unit') as example_detail
    from emissions
    group by source_name, delivery_scope, usage_month
)

select * from checks
