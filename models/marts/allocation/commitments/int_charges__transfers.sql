-- One row per charge of a group that shares one rate: what it costs at that rate, what moves to or from it.
-- depends_on: {{ ref('int_allocation_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_allocation_slices__wanted'}
) }}
{%- set kept = [
    'charge_id', 'benefit_group_id', 'slice_id', 'slice_version', 'billing_period', 'charge_date',
    'charged_until', 'provider_name', 'billing_account_id', 'legal_entity', 'sku_id', 'region_id',
    'pricing_unit', 'billing_currency', 'reporting_currency', 'is_covered', 'commitment_discount_id', 'pricing_quantity',
    'effective_cost', 'effective_cost_reporting', 'kept_reason',
] %}
with groups as (
    select
        *,
        case when kept_reason is null then cast(group_quantity as decimal(28, 12)) end as whole_quantity,
        case when kept_reason is null then cast(group_cost as decimal(28, 12)) end as whole_cost,
        case
            when kept_reason is null and count_costs_reporting = count_charges
                then cast(group_cost_reporting as decimal(28, 12))
        end as whole_cost_reporting
    from {{ ref('int_benefit_groups') }}
),

weighed as (
    select
        *,
        case when whole_quantity > 0 then {{ weight_of_part('pricing_quantity', 'whole_quantity') }} end
            as weight
    from groups
),

shared as (
    {{ apportion(
        'weighed', kept,
        {'whole_cost': 'fair_effective_cost', 'whole_cost_reporting': 'fair_effective_cost_reporting'},
        'weight', ['benefit_group_id'], ['charge_id']
    ) }}
)

select
    {{ kept | join(', ') }},
    fair_effective_cost,
    fair_effective_cost_reporting,
    cast(fair_effective_cost - effective_cost as decimal(28, 12)) as transferred_cost,
    cast(fair_effective_cost_reporting - effective_cost_reporting as decimal(28, 12))
        as transferred_cost_reporting
from shared
