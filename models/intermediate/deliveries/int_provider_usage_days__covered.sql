-- One row per provider and day whose tokens the provider's own usage export or bill counts, in any scope.
with slice_deliveries as (
    select * from {{ ref('int_usage_slices__deliveries') }}
    where usage_path = 'usage'
),

providers as (
    select distinct
        provider_name,
        usage_source_name,
        usage_table_name
    from {{ ref('gateway_providers') }}
    where usage_source_name is not null
),

covered as (
    select distinct
        providers.provider_name,
        slice_deliveries.covered_date
    from slice_deliveries
    inner join providers
        on
            slice_deliveries.source_name = providers.usage_source_name
            and slice_deliveries.table_name = providers.usage_table_name
    union
    select
        provider_name,
        usage_date as covered_date
    from {{ ref('int_bill_usage__days') }}
)

select * from covered
