-- One row per billing period and slice of allocated cost: what it was built from, to tell later why it
-- changed.
{{ config(meta={'closed_by': 'billing_period'}) }}
with charge_slices as (
    select
        purposes.billing_period,
        purposes.slice_id,
        min(purposes.slice_version) as purpose_version
    from {{ ref('fct_cost_purposes') }} as purposes
    group by purposes.billing_period, purposes.slice_id
),

cost_slices as (
    select * from {{ ref('fct_cost_slices') }}
),

deliveries as (
    select
        source_name || '|' || delivery_scope || '|' || coalesce(billing_period, 'none') as slice_id,
        md5(string_agg(delivery_id, ',' order by delivery_id)) as deliveries_version
    from {{ ref('fct_deliveries') }}
    where is_current
    group by source_name || '|' || delivery_scope || '|' || coalesce(billing_period, 'none')
),

rule_lines as (
    select {{ identity([
        'allocation_rule_id', 'priority', 'valid_from', 'valid_to', 'method', 'driver_name', 'target_kind', 'target', 'share_percent',
    ]) }} as rule_line
    from {{ ref('dim_allocation_rule') }}
    union all
    select
        {{ identity(['pool_name', 'policy', 'choice', 'owner_name', 'valid_from', 'valid_to']) }} as rule_line
    from {{ ref('dim_pool_policy') }}
),

rules as (
    select md5(coalesce(string_agg(rule_line, ',' order by rule_line), '')) as rules_version from rule_lines
),

charge_inputs as (
    select
        charge_slices.billing_period,
        charge_slices.slice_id,
        deliveries.deliveries_version,
        cost_slices.slice_version as cost_version,
        charge_slices.purpose_version
    from charge_slices
    left join cost_slices on charge_slices.slice_id = cost_slices.slice_id
    left join deliveries on charge_slices.slice_id = deliveries.slice_id
),

-- Pools take from every slice of their period.
inputs as (
    select * from charge_inputs
    union all
    select
        billing_period,
        'pools|' || billing_period as slice_id,
        md5(string_agg(deliveries_version, ',' order by slice_id)) as deliveries_version,
        md5(string_agg(cost_version, ',' order by slice_id)) as cost_version,
        md5(string_agg(purpose_version, ',' order by slice_id)) as purpose_version
    from charge_inputs
    group by billing_period
)

select
    inputs.*,
    rules.rules_version,
    code_version.code_version
from inputs
cross join rules
cross join {{ source('ops', 'code_version') }} as code_version
