-- One row per day, commitment and owner's dimensions: what its covered usage costs, whoever bears it.
select
    charge_date as usage_date,
    provider_name,
    billing_account_id,
    commitment_discount_id,
    case when pool_id is null and target_kind = 'team' then nullif(target_id, 'unallocated') else team end
        as team,
    product,
    environment,
    customer,
    legal_entity,
    cast(sum(coalesce(effective_cost_reporting, 0)) as decimal(38, 12)) as effective_cost_reporting
from {{ ref('int_charges__allocated') }}
where commitment_discount_status = 'Used' and cost_part != 'commitment_transfer'
group by
    charge_date, provider_name, billing_account_id, commitment_discount_id,
    case when pool_id is null and target_kind = 'team' then nullif(target_id, 'unallocated') else team end,
    product, environment, customer, legal_entity
