-- One row per provider, billing period, currency and pair of a counting and an explaining source and scope.
with explained as (
    select * from {{ ref('int_cost_overlaps__explained') }}
),

counted as (
    select * from {{ ref('int_cost_overlaps__counted') }}
),

compared as (
    select
        explained.overlap_kind,
        explained.provider_name,
        explained.billing_period,
        explained.billing_currency,
        counted.source_name as counting_source_name,
        counted.delivery_scope as counting_delivery_scope,
        explained.source_name as explaining_source_name,
        explained.delivery_scope as explaining_delivery_scope,
        explained.basis,
        counted.counted_cost,
        explained.explaining_cost,
        cast(counted.counted_cost - explained.explaining_cost as decimal(38, 12)) as difference,
        case
            when counted.source_name is null then 'nothing_counts'
            when counted.counted_cost is null then 'counting_source_has_no_such_cost'
            when explained.explaining_cost is null then 'no_estimate'
        end as difference_reason
    from explained
    left join counted
        on
            explained.overlap_kind = counted.overlap_kind
            and explained.provider_name = counted.provider_name
            and explained.billing_period = counted.billing_period
            and explained.billing_currency = counted.billing_currency
            and explained.delivery_scope
            = coalesce(counted.explaining_delivery_scope, explained.delivery_scope)
            and (
                explained.counting_source_name is null
                or (
                    explained.counting_source_name = counted.source_name
                    and explained.counting_delivery_scope = counted.delivery_scope
                )
            )
)

select
    md5({{ identity([
        'overlap_kind', 'provider_name', 'billing_period', 'billing_currency', 'counting_source_name',
        'counting_delivery_scope', 'explaining_source_name', 'explaining_delivery_scope',
    ]) }}) as cost_overlap_id,
    *
from compared
