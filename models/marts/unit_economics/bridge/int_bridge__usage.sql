-- One row per day, provider, account, model, tier, class and list currency of tokens; or of requests.
{%- set columns = [
    'billing_period', 'usage_date', 'provider_name', 'model_name', 'quantity',
    "coalesce(sub_account_id, '') as sub_account_id", "coalesce(service_tier, '') as service_tier",
] | join(', ') %}
with counted as (
    select
        {{ columns }},
        token_class, list_cost,
        -- A contract in another currency than the list is not compared.
        case when contracted_currency = list_currency then contracted_cost end as contracted_cost,
        list_currency
    from {{ ref('fct_priced_usage') }}
    where usage_role = 'counts' and usage_unit = 'tokens' and token_class is not null
    union all
    select
        {{ columns }},
        '' as token_class,
        cast(null as decimal(28, 12)) as list_cost,
        cast(null as decimal(28, 12)) as contracted_cost,
        cast(null as varchar) as list_currency
    from {{ ref('fct_token_usage') }}
    where usage_role = 'counts' and usage_unit = 'requests'
)

select
    counted.billing_period, counted.usage_date, counted.provider_name, counted.sub_account_id,
    counted.service_tier, counted.token_class, counted.list_currency,
    coalesce(nullif(models.model_id, 'unknown'), counted.model_name) as model_id,
    cast(sum(counted.quantity) as decimal(38, 12)) as quantity,
    {{ sum_if_all('counted.list_cost') }} as list_cost,
    {{ sum_if_all('counted.contracted_cost') }} as contracted_cost
from counted
left join {{ ref('dim_ai_model') }} as models
    on counted.provider_name = models.provider_name and counted.model_name = models.model_name
where counted.model_name is not null
group by
    counted.billing_period, counted.usage_date, counted.provider_name, counted.sub_account_id,
    counted.service_tier, counted.token_class, counted.list_currency,
    coalesce(nullif(models.model_id, 'unknown'), counted.model_name)
