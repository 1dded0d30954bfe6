-- One row per slice, billing period (and day) that only explains: a source nearer to the invoice covers it.
with covering as (
    select * from {{ ref('int_cost_slices__covering') }}
),

-- A card line names a vendor, not an account: any connected account of the vendor covers it.
pairs as (
    select
        explaining.slice_id,
        explaining.provider_name,
        explaining.account_key,
        explaining.is_by_line,
        counting.billing_period as covered_period,
        explaining.covered_date,
        counting.source_name as counting_source_name,
        counting.delivery_scope as counting_delivery_scope,
        row_number() over (
            partition by explaining.slice_id, counting.billing_period, explaining.covered_date
            order by counting.cost_rank, counting.source_name, counting.delivery_scope
        ) as nearest_first
    from covering as explaining
    inner join covering as counting
        on
            explaining.provider_name = counting.provider_name
            and explaining.cost_rank > counting.cost_rank
            and (explaining.is_by_line or explaining.account_key = counting.account_key)
            and (explaining.is_by_line or explaining.billing_period = counting.billing_period)
            and coalesce(explaining.covered_date, counting.covered_date, date '0001-01-01')
            = coalesce(counting.covered_date, explaining.covered_date, date '0001-01-01')
)

select
    slice_id,
    provider_name,
    account_key,
    is_by_line,
    covered_period,
    covered_date,
    counting_source_name,
    counting_delivery_scope
from pairs
where nearest_first = 1
