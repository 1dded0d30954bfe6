-- One row per slice (and day, of sources by day) that another source may describe too: whose bill it covers.
with slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

cost_sources as (
    select * from {{ ref('cost_sources') }}
),

slices as (
    select distinct
        slice_deliveries.slice_id,
        slice_deliveries.source_name,
        slice_deliveries.delivery_scope,
        slice_deliveries.billing_period,
        slice_deliveries.covered_date,
        deliveries.dialect
    from slice_deliveries
    inner join deliveries on slice_deliveries.delivery_id = deliveries.delivery_id
),

covering as (
    select
        slices.slice_id,
        slices.source_name,
        slices.delivery_scope,
        slices.billing_period,
        slices.covered_date,
        coalesce(
            cost_sources.provider_name, {{ legal_entity("split_part(slices.delivery_scope, '/', 1)") }}
        ) as provider_name,
        {{ account_key('slices.delivery_scope') }} as account_key,
        cost_sources.cost_rank,
        cost_sources.is_by_line
    from slices
    inner join cost_sources
        on
            slices.source_name = cost_sources.source_name
            and coalesce(cost_sources.dialect, slices.dialect, '') = coalesce(slices.dialect, '')
)

select * from covering
