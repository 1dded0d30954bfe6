-- One row per slice of the cost path, with its role and the version it should have.
{{ config(materialized='table') }}

with slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
),

fx_fingerprints as (
    select * from {{ ref('int_cost_slices__fx') }}
),

roles as (
    select * from {{ ref('int_cost_slices__roles') }}
),

paired_slices as (
    select * from {{ ref('int_azure_cost__paired_slices') }}
),

payment_terms as (
    select * from {{ ref('int_prepaid_accounts__fingerprint') }}
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
        string_agg(
            delivery_id || coalesce(cast(covered_date as varchar), ''), ','
            order by covered_date, delivery_order, delivery_id
        ) as deliveries_fingerprint
    from slice_deliveries
    group by slice_id, source_name, delivery_scope, billing_period
),

versioned as (
    select
        delivery_fingerprints.slice_id,
        md5(
            concat_ws(
                '|',
                delivery_fingerprints.deliveries_fingerprint,
                coalesce(fx_fingerprints.fx_fingerprint, ''),
                coalesce(roles.overlap_fingerprint, ''),
                case when paired_slices.slice_id is not null then 'paired' end,
                payment_terms.terms_fingerprint,
                code_version.code_version
            )
        ) as slice_version,
        delivery_fingerprints.source_name,
        delivery_fingerprints.delivery_scope,
        delivery_fingerprints.billing_period,
        coalesce(roles.cost_role, 'counts') as cost_role
    from delivery_fingerprints
    cross join code_version
    cross join payment_terms
    left join fx_fingerprints on delivery_fingerprints.slice_id = fx_fingerprints.slice_id
    left join roles on delivery_fingerprints.slice_id = roles.slice_id
    left join paired_slices on delivery_fingerprints.slice_id = paired_slices.slice_id
)

select * from versioned
