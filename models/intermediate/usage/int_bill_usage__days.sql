-- One row per source, scope, provider, billing period and day on which only a bill counts tokens.
select distinct
    source_name,
    delivery_scope,
    provider_name,
    billing_period,
    slice_version as cost_slice_version,
    usage_date
from {{ ref('int_bill_usage__charges') }}
