-- Cost by reporting currency and month of the day, and tokens of models, are those of core, each work counted once.
{{ config(group='sustainability') }}
with sides as (
    select
        coalesce({{ period_of('charge_period_start') }}, billing_period) as usage_period,
        sum(effective_cost_reporting) as cost_of_core,
        0 as cost_of_works,
        0 as tokens_of_core,
        0 as tokens_of_works
    from {{ ref('fct_costs') }}
    group by coalesce({{ period_of('charge_period_start') }}, billing_period)
    union all
    select
        billing_period as usage_period, 0, 0, sum(quantity), 0
    from {{ ref('fct_token_usage') }}
    where usage_role = 'counts' and usage_unit = 'tokens' and model_name is not null
    group by billing_period
    union all
    select usage_period, 0, sum(effective_cost_reporting), 0, sum(count_tokens)
    from {{ ref('fct_emissions_daily') }}
    where is_chosen
    group by usage_period
)

select usage_period
from sides
group by usage_period
having
    coalesce(sum(cost_of_core), 0) != coalesce(sum(cost_of_works), 0)
    or coalesce(sum(tokens_of_core), 0) != coalesce(sum(tokens_of_works), 0)
