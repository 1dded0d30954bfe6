-- One row per day, person, model and currency of what a vendor's tool estimated on the client's side.
with estimates as (
    select * from {{ ref('int_anthropic_claude_code__estimates') }}
)

select
    source_name,
    delivery_scope,
    'client_estimate' as estimate_kind,
    provider_name,
    principal_id,
    model_name,
    currency as billing_currency,
    {{ period_of('estimate_date') }} as billing_period,
    estimate_date,
    cast(sum(count_records) as bigint) as count_rows,
    cast(sum(estimated_cost) as decimal(38, 12)) as effective_cost
from estimates
group by source_name, delivery_scope, provider_name, principal_id, model_name, currency, estimate_date
