-- Tokens and requests that vendors count are all in the wide table, by provider and day, and none twice.
with counted as (
    select
        usage_date as charge_date,
        coalesce(provider_name, 'unknown') as provider_name,
        coalesce(sum(case when usage_unit = 'tokens' then quantity end), 0) as tokens,
        coalesce(sum(case when usage_unit = 'requests' then quantity end), 0) as requests
    from {{ ref('fct_token_usage') }}
    where usage_role = 'counts' and usage_origin = 'provider_usage' and usage_unit in ('tokens', 'requests')
    group by usage_date, coalesce(provider_name, 'unknown')
),

shown as (
    select
        charge_date,
        provider_name,
        coalesce(sum(tokens), 0) as tokens,
        coalesce(sum(requests), 0) as requests
    from {{ ref('rpt_costs_daily') }}
    where provider_name in (select counted.provider_name from counted)
    group by charge_date, provider_name
)

select
    counted.*,
    shown.tokens as tokens_shown,
    shown.requests as requests_shown
from counted
full outer join shown
    on counted.charge_date = shown.charge_date and counted.provider_name = shown.provider_name
where
    coalesce(counted.tokens, 0) != coalesce(shown.tokens, 0)
    or coalesce(counted.requests, 0) != coalesce(shown.requests, 0)
