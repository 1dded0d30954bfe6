-- One row per day, model, token class and currency, and one for all models: what a million tokens cost by
-- contract.
{%- set scopes = {'company': [], 'model': ['provider_name', 'model_id']} %}
with priced as (
    select
        priced.*,
        coalesce(models.model_id, 'unknown') as model_id,
        rates.reporting_currency,
        {{ money_times('priced.contracted_cost', 'rates.fx_rate') }} as cost_reporting
    from {{ ref('fct_priced_usage') }} as priced
    left join {{ ref('dim_ai_model') }} as models
        on priced.provider_name = models.provider_name and priced.model_name = models.model_name
    left join {{ ref('fct_fx_rates') }} as rates
        on
            priced.contracted_currency = rates.billing_currency
            and priced.billing_period = rates.billing_period
            and rates.invoice_id is null
    where priced.usage_role = 'counts' and priced.usage_unit = 'tokens'
),

by_scope as (
    {% for scope, kept in scopes.items() %}
        select
            usage_date,
            '{{ scope }}' as scope_kind,
            {{ 'provider_name' if kept else 'cast(null as varchar)' }} as provider_name,
            {{ 'model_id' if kept else 'cast(null as varchar)' }} as model_id,
            token_class,
            coalesce(reporting_currency, 'unknown') as currency,
            {{ sum_if_all('cost_reporting') }} as cost,
            cast(sum(quantity) * 0.000001 as decimal(38, 12)) as quantity,
            max(reason) as reason
        from priced
        group by
            usage_date, token_class, coalesce(reporting_currency, 'unknown')
            {%- for column in kept %}, {{ column }}{% endfor %}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

-- Tokens without a price, or without a rate for its currency, are in rows of their own.
select
    usage_date,
    scope_kind,
    model_id as scope_id,
    cast(null as varchar) as product,
    cast(null as varchar) as feature,
    cast(null as varchar) as release_name,
    provider_name,
    model_id,
    'million_tokens' as unit,
    token_class,
    'model_only' as cost_load,
    currency,
    cost,
    quantity,
    'contracted' as cost_basis,
    'usage' as evidence,
    case when cost is null then coalesce(reason, 'no_exchange_rate') end as reason
from by_scope
