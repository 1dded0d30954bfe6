-- One row per Azure account and month, by its scope of the dataset at hand, and rule on having both datasets.
with deliveries as (
    select * from {{ ref('fct_deliveries') }}
    where source_name = 'azure_cost' and is_current and count_rows > 0
),

costs as (
    select * from {{ ref('fct_costs') }}
    where source_name = 'azure_cost'
),

datasets as (
    select
        dialect as dataset,
        regexp_replace(delivery_scope, '^[^/]*/', '') as account_scope,
        billing_period,
        min(delivery_scope) as delivery_scope,
        cast(sum(count_rows) as bigint) as count_rows,
        cast(sum(billed_total) as decimal(38, 12)) as exported_cost
    from deliveries
    group by dialect, regexp_replace(delivery_scope, '^[^/]*/', ''), billing_period
),

counted as (
    select
        regexp_replace(delivery_scope, '^[^/]*/', '') as account_scope,
        billing_period,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        count(*) filter (where commitment_discount_status = 'Used') as count_covered
    from costs
    group by regexp_replace(delivery_scope, '^[^/]*/', ''), billing_period
),

compared as (
    select
        here.*,
        there.dataset is not null as has_both,
        counted.billed_cost,
        coalesce(counted.count_covered, 0) as count_covered
    from datasets as here
    left join datasets as there
        on
            here.account_scope = there.account_scope
            and here.billing_period = there.billing_period
            and here.dataset != there.dataset
    left join counted
        on here.account_scope = counted.account_scope and here.billing_period = counted.billing_period
)

select
    'azure_cost' as source_name,
    delivery_scope,
    billing_period,
    case
        when has_both then 'azure_datasets_differ'
        when dataset = 'amortized' then 'azure_actual_missing'
        else 'azure_amortized_missing'
    end as rule,
    case
        when has_both then case when {{ differs('exported_cost', 'billed_cost') }} then 1 else 0 end
        when dataset = 'amortized' or count_covered > 0 then 1
        else 0
    end as count_rows,
    count_rows as count_rows_checked,
    case
        when has_both
            then
                'actual cost ' || cast(exported_cost as varchar)
                || ', billed ' || cast(billed_cost as varchar)
    end as example_detail
from compared
where dataset = 'actual' or not has_both
