-- One row per scope, kind of price, currency and period with prices: its link to the month compared with.
{%- set series = ['scope_kind', 'scope_id', 'price_kind', 'currency', 'billing_period'] %}

with sums as (
    select
        {{ series | join(', ') }},
        count(case when is_matched then 1 end) as count_matched,
        count(case when compared_cost is null then 1 end) as count_new,
        count(case when priced_cost is null then 1 end) as count_gone,
        cast(coalesce(sum(priced_cost), 0) as decimal(38, 12)) as priced_cost,
        cast(sum(tokens) as decimal(38, 12)) as tokens,
        cast(sum(compared_cost) as decimal(38, 12)) as compared_cost,
        cast(coalesce(sum(case when is_matched then priced_cost end), 0) as decimal(38, 12)) as matched_cost,
        cast(coalesce(sum(case when compared_cost is null then priced_cost end), 0) as decimal(38, 12))
            as new_cost,
        cast(coalesce(sum(case when priced_cost is null then compared_cost end), 0) as decimal(38, 12))
            as gone_cost,
        {{ ratio(
            'sum(case when is_matched then compared_tokens_now end)',
            'sum(case when is_matched then compared_cost end)'
        ) }} as laspeyres,
        {{ ratio(
            'sum(case when is_matched then priced_cost end)', 'sum(case when is_matched then tokens_before end)'
        ) }} as paasche
    from {{ ref('int_price_index__pairs') }}
    group by {{ series | join(', ') }}
)

select
    sums.*,
    months.compared_period,
    case when sums.laspeyres > 0 and sums.paasche > 0 then sqrt(sums.laspeyres * sums.paasche) end as fisher
from {{ ref('int_price_index__months') }} as months
left join sums
    on
        months.scope_kind = sums.scope_kind
        and months.scope_id = sums.scope_id
        and months.price_kind = sums.price_kind
        and months.currency = sums.currency
        and months.billing_period = sums.billing_period
