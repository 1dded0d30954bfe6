-- One row per day, product, feature, release, customer, team and model of requests: what they cost by
-- contract, in the reporting currency.
with requests as (
    select
        *,
        session_id is not null as has_session,
        is_accepted is not null as is_judged
    from {{ ref('fct_priced_requests') }}
),

rates as (
    select * from {{ ref('fct_fx_rates') }}
    where invoice_id is null
),

converted as (
    select
        requests.*,
        rates.reporting_currency,
        {{ money_times('requests.lowest_contracted_cost', 'rates.fx_rate') }} as lowest_reporting,
        {{ money_times('requests.highest_contracted_cost', 'rates.fx_rate') }} as highest_reporting
    from requests
    left join rates
        on
            requests.contracted_currency = rates.billing_currency
            and requests.billing_period = rates.billing_period
)

select
    billing_period,
    request_date,
    product,
    feature,
    release_name,
    customer_id,
    team,
    provider_name,
    model_id,
    agent_id,
    has_session,
    is_judged,
    reporting_currency as currency,
    cast(count(*) as bigint) as count_attempts,
    cast(count(case when lowest_reporting = highest_reporting then 1 end) as bigint) as count_priced,
    -- Where the price is a range, its lower end: a weight, not a cost.
    cast(sum(lowest_reporting) as decimal(28, 12)) as weight_cost,
    cast(sum(case when lowest_reporting = highest_reporting then lowest_reporting end) as decimal(28, 12))
        as contracted_cost,
    md5({{ identity([
        'request_date', 'product', 'feature', 'release_name', 'customer_id', 'team', 'provider_name', 'model_id',
        'agent_id', 'has_session', 'is_judged',
    ]) }}) as group_id
from converted
group by
    billing_period, request_date, product, feature, release_name, customer_id, team, provider_name, model_id,
    agent_id, has_session, is_judged, reporting_currency
