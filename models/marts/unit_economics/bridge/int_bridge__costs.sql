-- One row per month, day, scope, kind of cost and what it was for: allocated and restated cost, added up.
{%- set columns = [
    'charge_id', 'team', 'product', 'target_id', 'cost_part', 'provider_name', 'model_name', 'charge_category',
    'billing_period', 'charge_date', 'billing_currency', 'reporting_currency', 'effective_cost', 'list_cost',
    'contracted_cost', 'effective_cost_reporting',
] | join(', ') %}
{%- set keys = [
    'billing_period', 'charge_date', 'currency', 'team', 'product', 'kind', 'provider_name', 'sub_account_id',
    'model_id', 'service_tier', 'billing_currency', 'token_class',
] | join(', ') %}
with allocated as (
    select
        {{ columns }},
        false as is_restated
    from {{ ref('fct_allocated_costs') }}
    union all
    select
        {{ columns.replace('billing_period', 'reference_period as billing_period')
            .replace('model_name', 'cast(null as varchar) as model_name')
            .replace('charge_category', 'cast(null as varchar) as charge_category')
            .replace('charge_date', 'cast(null as date) as charge_date') }},
        true as is_restated
    from {{ ref('fct_restatements') }}
),

charges as (
    select
        charge_id,
        charge_class,
        cost_origin,
        service_category,
        pricing_unit,
        sub_account_id,
        service_tier,
        token_class,
        token_quantity,
        cast(charge_period_start as date) as day_of_charge
    from {{ ref('fct_costs') }}
),

models as (
    select * from {{ ref('dim_ai_model') }}
),

described as (
    select
        allocated.*,
        charges.charge_class,
        charges.cost_origin,
        charges.service_category,
        charges.pricing_unit,
        charges.sub_account_id,
        charges.service_tier,
        charges.token_class,
        charges.token_quantity,
        charges.day_of_charge,
        models.model_id
    from allocated
    left join charges on allocated.charge_id = charges.charge_id
    left join models
        on allocated.provider_name = models.provider_name and allocated.model_name = models.model_name
),

of_kind as (
    select
        *,
        case
            when effective_cost is null then 'without_effective_cost'
            when is_restated then 'restatements'
            else {{ bridge_kind() }}
        end as kind
    from described
),

-- Cost without an exchange rate stays in the currency of its bill.
keyed as (
    select
        billing_period,
        kind,
        billing_currency,
        list_cost,
        contracted_cost,
        effective_cost,
        token_quantity,
        coalesce(charge_date, day_of_charge, cast(billing_period || '-01' as date)) as charge_date,
        coalesce(team, case when target_id = 'unallocated' then 'unallocated' else 'no_team' end) as team,
        coalesce(product, 'no_product') as product,
        coalesce(provider_name, 'unknown') as provider_name,
        -- What only tokens are told apart by; '' where nothing is said.
        case when kind = 'tokens' then coalesce(sub_account_id, '') else '' end as sub_account_id,
        case when kind = 'tokens' then coalesce(nullif(model_id, 'unknown'), model_name) else '' end
            as model_id,
        case when kind = 'tokens' then coalesce(service_tier, '') else '' end as service_tier,
        case when kind = 'tokens' then token_class else '' end as token_class,
        case
            when effective_cost is not null and effective_cost_reporting is null then billing_currency
            else reporting_currency
        end as currency,
        coalesce(effective_cost_reporting, effective_cost) as cost
    from of_kind
)

select
    {{ keys }},
    cast(coalesce(sum(cost), 0) as decimal(38, 12)) as cost,
    cast(coalesce(sum(effective_cost), 0) as decimal(38, 12)) as billing_cost,
    {{ sum_if_all('list_cost') }} as list_cost,
    {{ sum_if_all('contracted_cost') }} as contracted_cost,
    {{ sum_if_all('token_quantity') }} as billed_tokens
from keyed
group by {{ keys }}
