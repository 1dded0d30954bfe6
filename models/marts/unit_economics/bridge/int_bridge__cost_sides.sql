-- One row per comparison, side, scope, kind of cost and what it was for: the cost of the side's period.
{%- set keys = [
    'costs.currency', 'costs.team', 'costs.product', 'costs.kind', 'costs.provider_name', 'costs.sub_account_id',
    'costs.model_id', 'costs.service_tier', 'costs.billing_currency', 'costs.token_class',
] | join(', ') %}
with sides as (
    select * from {{ ref('int_bridge__comparisons') }}
),

costs as (
    select * from {{ ref('int_bridge__costs') }}
)

select
    sides.comparison_id,
    sides.side,
    {{ keys }},
    cast(sum(costs.cost) as decimal(38, 12)) as cost,
    cast(sum(costs.billing_cost) as decimal(38, 12)) as billing_cost,
    {{ sum_if_all('costs.list_cost') }} as list_cost,
    {{ sum_if_all('costs.contracted_cost') }} as contracted_cost,
    {{ sum_if_all('costs.billed_tokens') }} as billed_tokens
from sides
inner join costs on sides.billing_period = costs.billing_period
group by sides.comparison_id, sides.side, {{ keys }}
