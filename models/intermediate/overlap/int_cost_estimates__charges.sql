-- One row per day, account, service, model and currency of charges that explain what another source counts.
-- depends_on: {{ ref('int_cost_slices__explaining') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_cost_slices__explaining'}
) }}
{%- set dimensions = [
    'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'provider_name', 'billing_account_id',
    'service_name', 'model_name', 'billing_currency', 'counting_source_name', 'counting_delivery_scope',
    'billing_period', 'estimate_date',
] %}

with charges as (
    select
        *,
        coalesce(covered_period, {{ period_of('billing_period_start') }}) as billing_period,
        cast(coalesce(charge_period_start, billing_period_start) as date) as estimate_date
    from {{ ref('int_costs__explaining') }}
)

select
    {{ dimensions | join(', ') }},
    cast(count(*) as bigint) as count_rows,
    cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
    cast(sum(effective_cost) as decimal(38, 12)) as effective_cost,
    cast(sum(list_cost) as decimal(38, 12)) as list_cost
from charges
group by {{ dimensions | join(', ') }}
