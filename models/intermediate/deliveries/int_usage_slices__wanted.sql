-- One row per day slice of usage and requests, with the version it should have.
with slice_deliveries as (
    select * from {{ ref('int_usage_slices__deliveries') }}
),

covered_days as (
    select * from {{ ref('int_provider_usage_days__covered') }}
),

moved_requests as (
    select * from {{ ref('int_litellm__moved_requests') }}
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

-- An attempt that a newer delivery dates on another day leaves one slice and enters another.
moved_fingerprints as (
    select
        'litellm_spend_logs' as source_name,
        delivery_scope,
        request_date,
        md5(string_agg(
            {{ identity(['request_id', 'is_day_that_counts']) }}, ',' order by request_id
        )) as moved_fingerprint
    from moved_requests
    group by delivery_scope, request_date
),

wanted as (
    select
        delivery_fingerprints.slice_id,
        md5(
            concat_ws(
                '|', delivery_fingerprints.deliveries_fingerprint,
                coalesce(moved_fingerprints.moved_fingerprint, ''),
                case
                    when delivery_fingerprints.usage_path = 'requests'
                        then coalesce(coverage_fingerprints.covered_providers, '')
                    else ''
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
    left join moved_fingerprints
        on
            delivery_fingerprints.source_name = moved_fingerprints.source_name
            and delivery_fingerprints.delivery_scope = moved_fingerprints.delivery_scope
            and delivery_fingerprints.covered_date = moved_fingerprints.request_date
)

select * from wanted
