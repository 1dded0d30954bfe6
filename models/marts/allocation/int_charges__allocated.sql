-- One row per charge, as allocated now: its target, or the pool it is shared from.
-- depends_on: {{ ref('int_allocation_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_allocation_slices__wanted'}
) }}

with routed as (
    select * from {{ ref('int_charges__routed') }}
),

pool_rules as (
    select * from {{ ref('int_pools__rules_won') }}
),

-- A credit belongs to its service, a tax and an unused commitment to the account that is billed.
pooled as (
    select
        routed.*,
        pool_rules.rule_id as sharing_rule_id,
        pool_rules.rule_version as sharing_rule_version,
        pool_rules.stage as pool_stage,
        pool_rules.period_start,
        pool_rules.period_end,
        case when pool_rules.stage in ('credits', 'tax', 'commitments') then routed.provider_name end
            as pool_provider_name,
        case when pool_rules.stage in ('credits', 'tax', 'commitments') then routed.billing_account_id end
            as pool_billing_account_id,
        case when pool_rules.stage = 'credits' then routed.service_name end as pool_service_name
    from routed
    left join pool_rules
        on routed.pool_name = pool_rules.pool_name and routed.charge_date = pool_rules.charge_date
),

noded as (
    select
        *,
        case
            when pool_name is not null then {{ pool_node_id('pool_provider_name', 'pool_billing_account_id', 'pool_service_name') }}
        end as node_id,
        coalesce(charge_part, case
            when pool_name is not null then 'shared'
            when target_id is null or policy = 'unowned' then 'unowned'
            else 'direct'
        end) as cost_part
    from pooled
)

select
    charge_id,
    case
        when pool_name is not null then md5({{ identity([
            'node_id', 'billing_period', 'billing_currency', 'reporting_currency', 'legal_entity', 'cost_part',
        ]) }})
    end as pool_id,
    node_id,
    pool_name,
    sharing_rule_id,
    sharing_rule_version,
    pool_stage,
    period_start,
    period_end,
    pool_provider_name,
    pool_billing_account_id,
    pool_service_name,
    case
        when pool_name is null then coalesce(case when rule_id is not null then rule_target_kind end, 'team')
    end as target_kind,
    case when pool_name is null then coalesce(target_id, 'unallocated') end as target_id,
    case
        when pool_name is not null then pool_stage
        when rule_id is not null then rule_stage
        else 'direct'
    end as stage,
    case
        when pool_name is not null then 'pooled'
        when rule_id is not null then 'direct_rule'
        when target_id is null then 'unallocated'
        when policy_choice is not null then policy_choice
        else 'direct'
    end as allocation_method,
    coalesce(rule_id, 'policy:' || case when policy_choice is not null then policy end) as rule_id,
    coalesce(rule_version, case when policy_choice is not null then 0 end) as rule_version,
    cost_part, owner_rule, owner_evidence, is_owner_ambiguous, team, product, environment, customer, cost_class,
    legal_entity, slice_id, allocation_version as slice_version, source_name, delivery_scope, provider_name,
    billing_account_id, invoice_issuer_name, invoice_id, service_name, model_name, charge_category, billing_period, charge_date,
    billing_currency, billed_cost, effective_cost, contracted_cost, list_cost, reporting_currency,
    billed_cost_reporting, effective_cost_reporting, contracted_cost_reporting, list_cost_reporting
from noded
