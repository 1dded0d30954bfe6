-- One row per day, provider, account, service, currency and owner: cost without pools, refunds taken off.
select
    charge_date as usage_date,
    provider_name,
    billing_account_id,
    service_name,
    billing_currency,
    case when target_kind = 'team' then target_id else team end as team,
    product,
    environment,
    customer,
    legal_entity,
    cast(sum(coalesce(effective_cost_reporting, 0)) as decimal(38, 12)) as effective_cost_reporting
from {{ ref('int_charges__allocated') }}
where pool_id is null and cost_part in ('direct', 'commitment_transfer') and charge_cost_part = 'direct'
group by
    charge_date, provider_name, billing_account_id, service_name, billing_currency,
    case when target_kind = 'team' then target_id else team end,
    product, environment, customer, legal_entity
