-- One row per day slice of tokens that only a bill counts, with the version core.fct_token_usage should hold.
with bill_days as (
    select * from {{ ref('int_bill_usage__days') }}
),

wanted as (
    select
        source_name || '|' || delivery_scope || '|' || cast(usage_date as varchar) as slice_id,
        md5(string_agg(
            billing_period || cost_slice_version, ',' order by billing_period, cost_slice_version
        )) as slice_version,
        source_name,
        delivery_scope,
        usage_date
    from (
        select distinct source_name, delivery_scope, billing_period, cost_slice_version, usage_date
        from bill_days
    ) as versions
    group by source_name, delivery_scope, usage_date
)

select * from wanted
