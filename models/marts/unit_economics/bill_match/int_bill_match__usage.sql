-- One row per provider, scope, model, class, tier, day and price of tokens that count, with their cost.
with usage_rows as (
    select
        priced.* replace (
            -- A contract in another currency than the list is not compared.
            case when priced.contracted_currency = priced.list_currency then priced.contracted_cost end
                as contracted_cost,
            case when priced.contracted_currency = priced.list_currency then priced.contracted_unit_price end
                as contracted_unit_price
        ),
        coalesce(models.model_id, 'unknown') as model_id
    from {{ ref('fct_priced_usage') }} as priced
    left join {{ ref('dim_ai_model') }} as models
        on priced.provider_name = models.provider_name and priced.model_name = models.model_name
    where priced.usage_role = 'counts' and priced.usage_unit = 'tokens'
)

select
    provider_name,
    delivery_scope,
    model_id,
    token_class,
    service_tier,
    usage_date,
    min(usage_origin) as usage_origin,
    cast(sum(quantity) as decimal(38, 12)) as usage_tokens,
    {{ sum_if_all('list_cost') }} as list_cost,
    {{ sum_if_all('contracted_cost') }} as contracted_cost,
    {{ sum_if_all('lowest_list_cost') }} as lowest_list_cost,
    {{ sum_if_all('highest_list_cost') }} as highest_list_cost,
    count(distinct list_currency) as count_list_currencies,
    list_unit_price,
    contracted_unit_price,
    list_currency,
    max(reason) as reason
from usage_rows
group by
    provider_name, delivery_scope, model_id, token_class, service_tier, usage_date, list_unit_price,
    contracted_unit_price, list_currency
