-- One row per group of usage that a commitment covers in part: what its units cost, what moves within it.
with transfers as (
    select * from {{ ref('int_charges__transfers') }}
)

select
    benefit_group_id,
    slice_id,
    billing_period,
    charge_date,
    provider_name,
    billing_account_id,
    legal_entity,
    sku_id,
    region_id,
    pricing_unit,
    billing_currency,
    reporting_currency,
    cast(count(*) as bigint) as count_charges,
    cast(sum(case when is_covered then pricing_quantity end) as decimal(38, 12)) as covered_quantity,
    cast(sum(case when not is_covered then pricing_quantity end) as decimal(38, 12)) as uncovered_quantity,
    cast(sum(case when is_covered then effective_cost end) as decimal(38, 12)) as covered_cost,
    cast(sum(case when not is_covered then effective_cost end) as decimal(38, 12)) as uncovered_cost,
    case when kept_reason is null then {{ ratio('sum(effective_cost)', 'sum(pricing_quantity)') }} end
        as blended_rate,
    cast(sum(case when transferred_cost > 0 then transferred_cost end) as decimal(38, 12)) as moved_cost,
    cast(sum(case when transferred_cost_reporting > 0 then transferred_cost_reporting end) as decimal(38, 12))
        as moved_cost_reporting,
    kept_reason
from transfers
group by
    benefit_group_id, slice_id, billing_period, charge_date, provider_name, billing_account_id, legal_entity,
    sku_id, region_id, pricing_unit, billing_currency, reporting_currency, kept_reason
