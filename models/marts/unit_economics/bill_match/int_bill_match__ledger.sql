-- One row per provider, model, class and day of tokens that a gateway saw, with list cost and requests.
with usage_rows as (
    select
        priced.*,
        coalesce(models.model_id, 'unknown') as model_id
    from {{ ref('fct_priced_usage') }} as priced
    left join {{ ref('dim_ai_model') }} as models
        on priced.provider_name = models.provider_name and priced.model_name = models.model_name
    where
        priced.usage_origin = 'gateway_log'
        and priced.usage_unit = 'tokens'
        and coalesce(priced.reason, '') != 'answered_by_gateway_cache'
),

requests as (
    select * from {{ ref('int_bill_match__requests') }}
),

by_day as (
    select
        provider_name,
        model_id,
        token_class,
        usage_date,
        cast(sum(quantity) as decimal(38, 12)) as ledger_tokens,
        {{ sum_if_all('list_cost') }} as ledger_list_cost
    from usage_rows
    group by provider_name, model_id, token_class, usage_date
)

select
    by_day.*,
    requests.ledger_requests,
    requests.usage_requests
from by_day
left join requests
    on
        by_day.provider_name = requests.provider_name
        and by_day.model_id = requests.model_id
        and by_day.usage_date = requests.usage_date
