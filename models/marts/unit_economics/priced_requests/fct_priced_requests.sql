-- One row per attempt of a request: for whom it was, what it costs by the list and the contract of its
-- moment, and whether its result was taken.
{%- set ranges = [
    'lowest_list_cost', 'highest_list_cost', 'lowest_contracted_cost', 'highest_contracted_cost',
] %}
with requests as (
    select
        *,
        case
            when is_cache_hit then 'gateway_cache'
            when {{ all_tokens() }} > 0 then 'tokens'
            when status = 'failure' then 'failed_without_tokens'
            else 'no_tokens_said'
        end as cost_basis
    from {{ ref('int_requests__owned') }}
),

outcomes as (
    select * from {{ ref('fct_request_outcomes') }}
),

models as (
    select * from {{ ref('dim_ai_model') }}
),

costs as (
    select * from {{ ref('int_requests__costs') }}
),

-- What the gateway's cache answered and what failed without a token costs nothing: zero is a price.
priced as (
    select
        requests.*,
        models.model_id,
        outcomes.is_accepted,
        outcomes.stated_of,
        outcomes.stated_of_id,
        costs.input_list_cost,
        costs.cache_read_list_cost,
        costs.cache_write_list_cost,
        costs.output_list_cost,
        costs.reasoning_list_cost,
        coalesce(costs.list_currency, requests.estimated_cost_currency) as list_currency,
        coalesce(costs.contracted_currency, requests.estimated_cost_currency) as contracted_currency,
        {% for measure in ranges %}
            cast(
                case
                    when requests.cost_basis in ('gateway_cache', 'failed_without_tokens') then 0
                    else costs.{{ measure }}
                end as decimal(28, 12)
            ) as {{ measure }},
        {% endfor %}
        case requests.cost_basis
            when 'tokens' then costs.reason
            when 'no_tokens_said' then 'no_tokens_said'
        end as reason
    from requests
    left join costs
        on
            requests.source_name = costs.source_name
            and requests.delivery_scope = costs.delivery_scope
            and requests.request_id = costs.request_id
    left join models
        on requests.provider_name = models.provider_name and requests.model_name = models.model_name
    left join outcomes
        on
            requests.source_name = outcomes.source_name
            and requests.delivery_scope = outcomes.delivery_scope
            and requests.request_id = outcomes.request_id
)

select
    source_name, delivery_scope, request_id, request_date,
    {{ period_of('request_date') }} as billing_period,
    started_at, call_id, session_id, task_id, agent_id, customer_id, feature, release_name, release_evidence,
    team, product, environment, api_key_id, provider_name, model_name, model_id, status, is_retry,
    is_cache_hit, is_accepted, stated_of, stated_of_id, input_tokens, cache_read_tokens, cache_write_tokens,
    output_tokens, reasoning_tokens, list_currency, input_list_cost, cache_read_list_cost,
    cache_write_list_cost, output_list_cost, reasoning_list_cost,
    cast(case when lowest_list_cost = highest_list_cost then lowest_list_cost end as decimal(28, 12))
        as list_cost,
    lowest_list_cost,
    highest_list_cost,
    contracted_currency,
    cast(
        case when lowest_contracted_cost = highest_contracted_cost then lowest_contracted_cost end
        as decimal(28, 12)
    ) as contracted_cost,
    lowest_contracted_cost,
    highest_contracted_cost,
    cost_basis,
    reason
from priced
