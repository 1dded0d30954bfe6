-- One row per work, and per group of a carbon report that no work fits.
with works as (
    select * from {{ ref('int_works') }}
),

unattributed as (
    select * from {{ ref('int_provider_parts') }}
    where usage_month is not null
)

select
    work_id, usage_date, usage_period, provider_name, account_id, region_id, work_kind, work_name,
    service_name, scope_name, count_tokens, count_requests, gpu_hours, effective_cost_reporting,
    reporting_currency
from works
union all
select
    work_id,
    cast(usage_month || '-01' as date) as usage_date,
    usage_month as usage_period,
    provider_name,
    coalesce(account_key, '') as account_id,
    coalesce(region_id, '') as region_id,
    'unattributed' as work_kind,
    coalesce(service_name, '') as work_name,
    service_name,
    cast(null as varchar) as scope_name,
    cast(null as bigint) as count_tokens,
    cast(null as bigint) as count_requests,
    cast(null as decimal(28, 12)) as gpu_hours,
    cast(null as decimal(28, 12)) as effective_cost_reporting,
    cast(null as varchar) as reporting_currency
from unattributed
