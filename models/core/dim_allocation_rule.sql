-- One row per rule, version and target: all rows of the delivery landed last that has its key.
with allocation_rules as (
    select * from {{ ref('stg_allocation_rules__allocation_rules') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_lines('allocation_rules', ['rule_id', 'rule_version']) }}
)

select
    md5({{ identity(['rule_id', 'rule_version', 'line_number']) }}) as allocation_rule_id,
    rule_id,
    rule_version,
    priority,
    stage,
    valid_from,
    valid_to,
    filter_provider_name,
    filter_billing_account_id,
    filter_sub_account_id,
    filter_service_name,
    filter_charge_category,
    filter_tag,
    filter_team,
    filter_pool,
    method,
    driver_name,
    driver_grain,
    base_measure,
    fallback,
    target_kind,
    target,
    share_percent,
    materiality_amount,
    owner_name,
    approved_by,
    approved_on,
    reason
from newest
