-- One row per billing period, provider, currencies, way in which cost came to be borne and confidence.
select
    billing_period,
    provider_name,
    billing_currency,
    reporting_currency,
    case
        when pool_id is not null then 'shared'
        when target_id = 'unallocated' or cost_part = 'unowned' then 'unowned'
        when allocation_method in ('direct_rule', 'central') or owner_rule = 'none' then 'rule'
        else owner_rule
    end as coverage_class,
    owner_confidence,
    cast(count(*) as bigint) as count_lines,
    cast(sum(case when effective_cost is null then 1 else 0 end) as bigint) as count_lines_without_cost,
    cast(sum(effective_cost) as decimal(38, 12)) as effective_cost,
    cast(sum(effective_cost_reporting) as decimal(38, 12)) as effective_cost_reporting
from {{ ref('int_charges__allocated') }}
group by
    billing_period, provider_name, billing_currency, reporting_currency,
    case
        when pool_id is not null then 'shared'
        when target_id = 'unallocated' or cost_part = 'unowned' then 'unowned'
        when allocation_method in ('direct_rule', 'central') or owner_rule = 'none' then 'rule'
        else owner_rule
    end,
    owner_confidence
