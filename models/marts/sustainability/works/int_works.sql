-- One row per work: what was done on a day for one account with one model, kind of GPU, service or own site.
{%- set columns = work_columns() | join(', ') %}

with charges as (
    select
        md5({{ identity(work_columns()) }}) as work_id,
        {{ columns }},
        reporting_currency,
        min(service_name) as service_name,
        min(scope_name) as scope_name,
        cast(count(*) as bigint) as count_charges,
        cast({{ sum_if_all('effective_cost_reporting') }} as decimal(28, 12)) as effective_cost_reporting,
        cast({{ sum_if_all('usd_cost') }} as decimal(28, 12)) as usd_cost,
        cast(sum(gpu_hours) as decimal(28, 12)) as gpu_hours,
        cast(sum(metered_kwh) as decimal(28, 12)) as metered_kwh
    from {{ ref('int_work_charges') }}
    group by {{ columns }}, reporting_currency
),

tokens as (
    select
        md5({{ identity(work_columns()) }}) as work_id,
        {{ columns }},
        cast(sum(case when token_class != 'requests' then quantity end) as bigint) as count_tokens,
        cast(sum(case when token_class = 'requests' then quantity end) as bigint) as count_requests
    from {{ ref('int_work_tokens') }}
    group by {{ columns }}
),

known as (
    select {{ columns }} from charges
    union
    select {{ columns }} from tokens
    where count_tokens is not null
    union
    select {{ columns }} from {{ ref('int_work_gpu_readings') }}
),

identified as (
    select
        *,
        md5({{ identity(work_columns()) }}) as work_id,
        case when work_kind in ('own_hardware', 'cluster') then account_id else '' end as site_name
    from known
)

select
    known.*,
    {{ period_of('known.usage_date') }} as usage_period,
    cast(extract(year from known.usage_date) as integer) as usage_year,
    charges.service_name,
    charges.scope_name,
    charges.count_charges,
    charges.effective_cost_reporting,
    charges.reporting_currency,
    charges.usd_cost,
    charges.gpu_hours,
    charges.metered_kwh,
    tokens.count_tokens,
    tokens.count_requests
from identified as known
left join charges on known.work_id = charges.work_id
left join tokens on known.work_id = tokens.work_id
