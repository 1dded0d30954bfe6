-- One row per row of usage of tokens or requests that counts, or charge with tokens that only a bill counts.
with owners as (
    select * from {{ ref('dim_owner') }}
),

usage_rows as (
    select * from {{ ref('fct_token_usage') }}
    where usage_role = 'counts' and usage_unit in ('tokens', 'requests') and usage_origin = 'provider_usage'
),

bill_sources as (
    select distinct
        source_name,
        provider_name
    from {{ ref('fct_token_usage') }}
    where usage_role = 'counts' and usage_origin = 'provider_bill'
),

of_usage as (
    select
        usage_rows.usage_date,
        usage_rows.provider_name,
        usage_rows.model_name,
        {{ owner_says('team') }} as team,
        {{ owner_says('product') }} as product,
        {{ owner_says('environment') }} as environment,
        cast(null as varchar) as scope_name,
        cast(null as varchar) as service_name,
        cast(null as varchar) as cost_class,
        cast(null as varchar) as billing_currency,
        usage_rows.usage_unit,
        cast(usage_rows.quantity as decimal(38, 12)) as quantity
    from usage_rows
    {{ join_owners('usage_rows', 'usage_date') }}
),

of_bills as (
    select
        purposes.charge_date as usage_date,
        costs.provider_name,
        costs.model_name,
        purposes.team,
        purposes.product,
        purposes.environment,
        purposes.scope_name,
        costs.service_name,
        purposes.cost_class,
        costs.billing_currency,
        'tokens' as usage_unit,
        cast(costs.token_quantity as decimal(38, 12)) as quantity
    from {{ ref('fct_costs') }} as costs
    inner join bill_sources
        on costs.source_name = bill_sources.source_name and costs.provider_name = bill_sources.provider_name
    inner join {{ ref('fct_cost_purposes') }} as purposes on costs.charge_id = purposes.charge_id
    where costs.token_quantity is not null and costs.token_class is not null
)

select * from of_usage
union all
select * from of_bills
