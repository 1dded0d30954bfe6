-- One row per day slice of usage and requests, with the version it should have.
with slice_deliveries as (
    select * from {{ ref('int_usage_slices__deliveries') }}
),

covered_days as (
    select * from {{ ref('int_provider_usage_days__covered') }}
),

code_version as (
    select * from {{ source('ops', 'code_version') }}
),

delivery_fingerprints as (
    select
        slice_id,
        source_name,
        delivery_scope,
        billing_period,
        usage_path,
        covered_date,
        string_agg(delivery_id, ',' order by delivery_order, delivery_id) as deliveries_fingerprint
    from slice_deliveries
    group by slice_id, source_name, delivery_scope, billing_period, usage_path, covered_date
),

-- What a gateway logged counts or explains, depending on which providers brought their own usage of the day.
coverage_fingerprints as (
    select
        covered_date,
        string_agg(provider_name, ',' order by provider_name) as covered_providers
    from covered_days
    group by covered_date
),

wanted as (
    select
        delivery_fingerprints.slice_id,
        md5(
            concat_ws(
                '|', delivery_fingerprints.deliveries_fingerprint,
                case
                    when delivery_fingerprints.usage_path = 'requests'
                        then coalesce(coverage_fingerprints.covered_providers, '')
                end,
                code_version.code_version
            )
        ) as slice_version,
        delivery_fingerprints.source_name,
        delivery_fingerprints.delivery_scope,
        delivery_fingerprints.billing_period,
        delivery_fingerprints.covered_date
    from delivery_fingerprints
    cross join code_version
    left join coverage_fingerprints on delivery_fingerprints.covered_date = coverage_fingerprints.covered_date
)

select * from wanted
