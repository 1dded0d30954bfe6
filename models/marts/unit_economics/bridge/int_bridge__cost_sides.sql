-- One row per comparison, side, scope, kind of cost and what it was for: the cost of the side's period.
{%- set keys = [
    'currency', 'team', 'product', 'kind', 'provider_name', 'sub_account_id',
    'model_id', 'service_tier', 'billing_currency', 'token_class',
] | join(', ') %}
with sides as (
    select * from {{ ref('int_bridge__comparisons') }}
),

costs as (
    select * from {{ ref('int_bridge__costs') }}
),

placed as (
    {{ in_side('costs', 'charge_date') }}
)

select
    comparison_id,
    side,
    {{ keys }},
    cast(sum(cost) as decimal(38, 12)) as cost,
    cast(sum(billing_cost) as decimal(38, 12)) as billing_cost,
    {{ sum_if_all('list_cost') }} as list_cost,
    {{ sum_if_all('contracted_cost') }} as contracted_cost,
    {{ sum_if_all('billed_tokens') }} as billed_tokens
from placed
group by comparison_id, side, {{ keys }}
