-- One row per provider and spelling of a model in costs, usage and requests, with what was seen of it.
with costs as (
    select * from {{ ref('fct_costs') }}
    where model_name is not null
),

usage_rows as (
    select * from {{ ref('fct_token_usage') }}
    where model_name is not null
),

requests as (
    select * from {{ ref('fct_ai_requests') }}
    where model_name is not null
),

united as (
    select
        provider_name,
        model_name,
        cast(charge_period_start as date) as seen_date,
        cast(1 as bigint) as count_charges,
        effective_cost_reporting,
        cast(null as bigint) as count_tokens
    from costs
    union all
    select
        provider_name,
        model_name,
        usage_date as seen_date,
        cast(0 as bigint) as count_charges,
        cast(null as decimal(28, 12)) as effective_cost_reporting,
        case when usage_role = 'counts' and usage_unit = 'tokens' then quantity end as count_tokens
    from usage_rows
    union all
    select distinct
        provider_name,
        model_name,
        request_date as seen_date,
        cast(0 as bigint) as count_charges,
        cast(null as decimal(28, 12)) as effective_cost_reporting,
        cast(null as bigint) as count_tokens
    from requests
)

select
    provider_name,
    model_name,
    min(seen_date) as first_seen_date,
    max(seen_date) as last_seen_date,
    cast(sum(count_charges) as bigint) as count_charges,
    cast(sum(effective_cost_reporting) as decimal(38, 12)) as effective_cost_reporting,
    cast(sum(count_tokens) as bigint) as count_tokens
from united
group by provider_name, model_name
