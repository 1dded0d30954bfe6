-- One row per scope (company, provider), kind of price, currency and period with prices of tokens.
{%- set series = ['scope_kind', 'scope_id', 'price_kind', 'currency'] %}

with links as (
    select
        *,
        case when fisher is not null then {{ ratio('priced_cost', 'compared_cost') }} end as cost_index,
        -- Where nothing can be compared a chain ends and another begins.
        sum(case when fisher is null then 1 else 0 end) over (
            partition by {{ series | join(', ') }} order by billing_period
        ) as chain_number
    from {{ ref('int_price_index__links') }}
),

chained as (
    select
        *,
        min(billing_period) over (partition by {{ series | join(', ') }}, chain_number) as base_period,
        exp(sum(coalesce(ln(fisher), 0)) over (
            partition by {{ series | join(', ') }}, chain_number order by billing_period
        )) as chained_index,
        exp(sum(coalesce(ln(cost_index), 0)) over (
            partition by {{ series | join(', ') }}, chain_number order by billing_period
        )) as chained_cost_index
    from links
)

select
    chained.scope_kind,
    chained.scope_id,
    chained.price_kind,
    chained.currency,
    chained.billing_period,
    chained.compared_period,
    chained.base_period,
    chained.priced_cost,
    chained.compared_cost,
    chained.matched_cost,
    chained.new_cost,
    chained.gone_cost,
    chained.count_matched,
    chained.count_new,
    chained.count_gone,
    {{ ratio('chained.matched_cost', 'chained.priced_cost') }} as matched_part,
    {{ ratio('chained.gone_cost', 'chained.compared_cost') }} as gone_part,
    chained.laspeyres,
    chained.paasche,
    chained.fisher,
    chained.cost_index,
    {{ ratio('chained.cost_index', 'chained.fisher') }} as quantity_index,
    round(chained.chained_index, 12) as chained_index,
    round({{ ratio('chained.chained_cost_index', 'chained.chained_index') }}, 12) as chained_quantity_index,
    chained.tokens,
    cast(coalesce(unpriced.tokens, 0) as decimal(38, 12)) as unpriced_tokens,
    cast(
        case
            when chained.fisher is not null then null
            when chained.compared_period is null then 'first_month'
            when chained.count_matched = 0 then 'no_item_in_both_months'
            else 'costs_nothing'
        end as varchar
    ) as reason
from chained
left join {{ ref('int_price_index__unpriced') }} as unpriced
    on
        chained.scope_kind = unpriced.scope_kind
        and chained.scope_id = unpriced.scope_id
        and chained.price_kind = unpriced.price_kind
        and chained.billing_period = unpriced.billing_period
