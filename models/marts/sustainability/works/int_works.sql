-- One row per work: what was done on a day for one account with one model, kind of GPU, service or own site.
{%- set columns = work_columns() | join(', ') %}

with charges as (
    select
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
        {{ columns }},
        cast(sum(case when token_class != 'requests' then quantity end) as bigint) as count_tokens,
        cast(sum(case when token_class = 'requests' then quantity end) as bigint) as count_requests
    from {{ ref('int_work_tokens') }}
    group by {{ columns }}
),

known as (
    select {{ columns }} from charges
    union
    select {{ columns }} from tokens where count_tokens is not null
    union
    select {{ columns }} from {{ ref('int_work_gpu_readings') }}
)

select
    md5({{ identity(work_columns('known.')) }}) as work_id,
    known.*,
    {{ period_of('known.usage_date') }} as usage_period,
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
from known
left join charges using ({{ columns }})
left join tokens using ({{ columns }})
