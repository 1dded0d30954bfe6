-- One row per charge, and one more where a commitment's benefit moves, as allocated now: to a target or pool.
-- depends_on: {{ ref('int_allocation_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_allocation_slices__wanted'}
) }}

with charges as (
    select * from {{ ref('int_charges__pooled') }}
),

-- What moves with the benefit of a commitment goes the way of its charge.
transfer_lines as (
    select
        charge_id,
        false as is_transfer,
        cast(null as decimal(28, 12)) as transferred_cost,
        cast(null as decimal(28, 12)) as transferred_cost_reporting
    from {{ ref('int_charges__transfers') }}
    union all
    select
        charge_id,
        true as is_transfer,
        transferred_cost,
        transferred_cost_reporting
    from {{ ref('int_charges__transfers') }}
    where transferred_cost != 0 or transferred_cost_reporting != 0
),

lines as (
    select
        charges.*,
        coalesce(transfer_lines.is_transfer, false) as is_transfer,
        transfer_lines.transferred_cost,
        transfer_lines.transferred_cost_reporting,
        case when transfer_lines.is_transfer then 'commitment_transfer' else charges.charge_cost_part end
            as cost_part
    from charges
    left join transfer_lines on charges.charge_id = transfer_lines.charge_id
)

select
    case when is_transfer then md5(charge_id || '|transfer') else charge_id end as charge_line_id,
    charge_id,
    {{ pool_id() }} as pool_id,
    node_id,
    pool_name,
    sharing_rule_id,
    sharing_rule_version,
    pool_stage,
    period_start,
    period_end,
    {{ pool_restrictions() | join(', ') }},
    {{ target_of_charge() }},
    case
        when is_transfer then 'commitments'
        when pool_name is not null then pool_stage
        when rule_id is not null then rule_stage
        else 'direct'
    end as stage,
    {{ method_of_charge() }} as allocation_method,
    case
        when is_transfer then 'policy:commitment_benefit'
        else coalesce(rule_id, 'policy:' || case when policy_choice is not null then policy end)
    end as rule_id,
    case
        when is_transfer then 0 else coalesce(rule_version, case when policy_choice is not null then 0 end)
    end as rule_version,
    cost_part, charge_cost_part, owner_rule, owner_confidence, owner_evidence, is_owner_ambiguous, team,
    product, environment, customer, cost_class, legal_entity, slice_id, allocation_version as slice_version,
    source_name, delivery_scope, provider_name, billing_account_id, invoice_issuer_name, invoice_id,
    service_name, model_name, charge_category, commitment_discount_id, commitment_discount_status,
    billing_period, charge_date, billing_currency,
    case when is_transfer then 0 else billed_cost end as billed_cost,
    case when is_transfer then transferred_cost else effective_cost end as effective_cost,
    case when not is_transfer then contracted_cost end as contracted_cost,
    case when not is_transfer then list_cost end as list_cost,
    reporting_currency,
    case
        when not is_transfer then billed_cost_reporting
        when billed_cost_reporting is not null then 0
    end as billed_cost_reporting,
    case when is_transfer then transferred_cost_reporting else effective_cost_reporting end
        as effective_cost_reporting,
    case when not is_transfer then contracted_cost_reporting end as contracted_cost_reporting,
    case when not is_transfer then list_cost_reporting end as list_cost_reporting
from lines
