-- One row per day, product, feature, release, customer, team and model of requests: what they cost by contract, in the
-- reporting currency.
with requests as (
    select
        *,
        -- Where the price is a range, its lower end: a weight, not a cost.
        coalesce(contracted_cost, lowest_list_cost) as weight_cost,
        case when contracted_cost is not null then contracted_currency else list_currency end as weight_currency
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
        {{ money_times('requests.weight_cost', 'rates.fx_rate') }} as weight_reporting,
        case
            when requests.contracted_cost is not null
                then {{ money_times('requests.contracted_cost', 'rates.fx_rate') }}
        end as contracted_reporting
    from requests
    left join rates
        on requests.weight_currency = rates.billing_currency and requests.billing_period = rates.billing_period
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
    reporting_currency as currency,
    cast(count(*) as bigint) as count_attempts,
    cast(count(contracted_reporting) as bigint) as count_priced,
    cast(sum(weight_reporting) as decimal(28, 12)) as weight_cost,
    cast(sum(contracted_reporting) as decimal(28, 12)) as contracted_cost,
    md5({{ identity([
        'request_date', 'product', 'feature', 'release_name', 'customer_id', 'team', 'provider_name', 'model_id',
    ]) }}) as group_id
from converted
group by
    billing_period, request_date, product, feature, release_name, customer_id, team, provider_name, model_id,
    reporting_currency
