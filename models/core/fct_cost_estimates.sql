-- One row per explaining source, day, account, service, model, key, person and currency.
with charges as (
    select * from {{ ref('int_cost_estimates__charges') }}
),

gateway as (
    select * from {{ ref('int_cost_estimates__gateway') }}
),

clusters as (
    select * from {{ ref('int_cost_estimates__clusters') }}
),

clients as (
    select * from {{ ref('int_cost_estimates__clients') }}
),

united as (
    select
        source_name, delivery_scope, 'other_bill' as estimate_kind, provider_name, billing_account_id,
        service_name, model_name, cast(null as varchar) as api_key_id, cast(null as varchar) as principal_id,
        billing_currency, counting_source_name, counting_delivery_scope, billing_period, estimate_date,
        count_rows, billed_cost, effective_cost, list_cost
    from charges
    union all
    select
        source_name, delivery_scope, estimate_kind, provider_name, billing_account_id, service_name,
        model_name, api_key_id, principal_id, billing_currency, counting_source_name,
        counting_delivery_scope, billing_period, estimate_date, count_rows, billed_cost, effective_cost,
        list_cost
    from gateway
    union all
    select
        source_name, delivery_scope, estimate_kind, provider_name,
        cast(null as varchar) as billing_account_id, cast(null as varchar) as service_name,
        cast(null as varchar) as model_name, cast(null as varchar) as api_key_id,
        cast(null as varchar) as principal_id, billing_currency,
        cast(null as varchar) as counting_source_name, cast(null as varchar) as counting_delivery_scope,
        billing_period, estimate_date, count_rows, cast(null as decimal(38, 12)) as billed_cost,
        effective_cost, cast(null as decimal(38, 12)) as list_cost
    from clusters
    union all
    select
        source_name, delivery_scope, estimate_kind, provider_name,
        cast(null as varchar) as billing_account_id, cast(null as varchar) as service_name, model_name,
        cast(null as varchar) as api_key_id, principal_id, billing_currency,
        cast(null as varchar) as counting_source_name, cast(null as varchar) as counting_delivery_scope,
        billing_period, estimate_date, count_rows, cast(null as decimal(38, 12)) as billed_cost,
        effective_cost, cast(null as decimal(38, 12)) as list_cost
    from clients
),

identified as (
    select
        md5({{ identity([
            'source_name', 'delivery_scope', 'estimate_kind', 'provider_name', 'billing_account_id',
            'service_name', 'model_name', 'api_key_id', 'principal_id', 'billing_currency',
            'counting_source_name', 'counting_delivery_scope', 'billing_period', 'estimate_date',
        ]) }}) as cost_estimate_id,
        *
    from united
)

select * from identified
