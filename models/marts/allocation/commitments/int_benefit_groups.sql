-- One row per charge of a group that shares one rate: usage of a SKU on a day, covered in part.
{%- set keys = [
    'slice_id', 'provider_name', 'billing_account_id', 'legal_entity', 'sku_id', 'region_id', 'pricing_unit',
    'charge_date', 'charged_until', 'billing_currency', 'reporting_currency',
] %}
with grouped as (
    select
        *,
        md5({{ identity(keys) }}) as benefit_group_id
    from {{ ref('int_benefit_candidates') }}
),

policies as (
    select * from {{ ref('int_pool_policies__settled') }}
    where policy = 'commitment_benefit'
),

measured as (
    select
        *,
        count(*) over groups_of as count_charges,
        count(case when is_covered then 1 end) over groups_of as count_covered,
        count(pricing_quantity) over groups_of as count_quantities,
        count(effective_cost) over groups_of as count_costs,
        count(effective_cost_reporting) over groups_of as count_costs_reporting,
        sum(case when is_covered then effective_cost end) over groups_of as covered_cost,
        cast(sum(pricing_quantity) over groups_of as decimal(38, 12)) as group_quantity,
        cast(sum(effective_cost) over groups_of as decimal(38, 12)) as group_cost,
        cast(sum(effective_cost_reporting) over groups_of as decimal(38, 12)) as group_cost_reporting
    from grouped
    window groups_of as (partition by benefit_group_id)
)

-- A group in which an amount or a quantity is missing has no rate: it stays as the provider applied it.
select
    measured.*,
    case
        when policies.choice = 'as_applied' then 'as_applied_by_policy'
        when measured.count_quantities < measured.count_charges then 'quantity_missing'
        when measured.count_costs < measured.count_charges then 'cost_missing'
        when measured.covered_cost = 0 then 'covered_without_cost'
        when measured.group_quantity >= 1000000000000000 then 'quantity_too_large'
        when greatest(measured.group_cost, coalesce(measured.group_cost_reporting, 0)) >= 1000000000000000
            then 'cost_too_large'
    end as kept_reason
from measured
left join policies
    on measured.charge_date >= policies.valid_from and measured.charge_date < policies.valid_to
where measured.count_covered > 0 and measured.count_covered < measured.count_charges
