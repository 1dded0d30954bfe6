-- One row per cost of own assets or labour and period in a slice to build, in one shape.
with slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
),

assets as (
    select
        delivery_id, source_file, source_row, period_start, period_end, amount, currency, quantity,
        quantity_unit, team, product, cost_class, legal_entity,
        'asset_costs' as source_name,
        'own_asset' as cost_origin,
        'Own assets' as provider_name,
        cluster_name as account_id,
        cost_kind as charge_description,
        asset_id as resource_id
    from {{ ref('stg_asset_costs__asset_costs') }}
),

labour as (
    select
        delivery_id, source_file, source_row, period_start, period_end, amount, currency, hours as quantity,
        case when hours is not null then 'Hours' end as quantity_unit,
        team, product, cost_class, legal_entity,
        'labour_costs' as source_name,
        'own_labour' as cost_origin,
        'Own labour' as provider_name,
        team as account_id,
        role_name as charge_description,
        cast(null as varchar) as resource_id
    from {{ ref('stg_labour_costs__labour_costs') }}
),

costs as (
    select * from assets
    union all
    select * from labour
),

-- A period that is none is read as its first day.
lines as (
    select
        costs.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        row_number() over (
            order by costs.source_name, costs.delivery_id, costs.source_file, costs.source_row
        ) as line_number,
        case
            when {{ is_service_period('costs.period_start', 'costs.period_end') }} then costs.period_end
            else costs.period_start
        end as last_day
    from costs
    inner join slices on costs.delivery_id = slices.delivery_id and costs.source_name = slices.source_name
)

select * from lines
