-- Cost and tokens of models by month of the day are those of core, each work counted once.
{{ config(group='sustainability') }}
with costs as (
    select
        coalesce({{ period_of('charge_period_start') }}, billing_period) as usage_period,
        sum(effective_cost_reporting) as cost_of_core
    from {{ ref('fct_costs') }}
    group by coalesce({{ period_of('charge_period_start') }}, billing_period)
),

tokens as (
    select
        billing_period as usage_period,
        sum(quantity) as tokens_of_core
    from {{ ref('fct_token_usage') }}
    where usage_role = 'counts' and usage_unit = 'tokens' and model_name is not null
    group by billing_period
),

works as (
    select
        usage_period,
        sum(effective_cost_reporting) as cost_of_works,
        sum(count_tokens) as tokens_of_works
    from {{ ref('fct_emissions_daily') }}
    where is_chosen
    group by usage_period
)

select
    costs.usage_period,
    tokens.usage_period as token_period,
    works.usage_period as work_period
from costs
full outer join works on costs.usage_period = works.usage_period
full outer join tokens on works.usage_period = tokens.usage_period
where
    {{ differs('costs.cost_of_core', 'works.cost_of_works') }}
    or {{ differs('tokens.tokens_of_core', 'works.tokens_of_works') }}
