-- One row per slice of actual cost whose account and month has amortized cost too.
with slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
    where source_name = 'azure_cost'
),

slices as (
    select distinct
        slice_id,
        billing_period,
        split_part(delivery_scope, '/', 1) as dataset,
        regexp_replace(delivery_scope, '^[^/]*/', '') as account_scope
    from slice_deliveries
),

paired as (
    select actual.slice_id
    from slices as actual
    inner join slices as amortized
        on actual.account_scope = amortized.account_scope and actual.billing_period = amortized.billing_period
    where actual.dataset = 'actual' and amortized.dataset = 'amortized'
)

select * from paired
