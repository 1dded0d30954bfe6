-- One row per comparison, scope, model, tier and class of billed tokens, both sides beside each other.
{%- set leaf = bridge_leaf() | join(', ') %}
with both_origins as (
    select
        {{ leaf }}, 'bill' as origin, side, token_class, cost, billing_cost, list_cost, contracted_cost,
        billed_tokens as quantity
    from {{ ref('int_bridge__cost_sides') }}
    where kind = 'tokens'
    union all
    select
        {{ leaf }}, 'usage' as origin, side, token_class, 0 as cost, 0 as billing_cost, list_cost,
        contracted_cost, quantity
    from {{ ref('int_bridge__leaf_usage') }}
)

select
    {{ leaf }},
    md5({{ identity(bridge_leaf()) }}) as leaf_id,
    token_class,
    {% for side in ['base', 'compared'] -%}
        cast(coalesce(sum(case when side = '{{ side }}' then cost end), 0) as decimal(38, 12))
            as cost_{{ side }},
        cast(coalesce(sum(case when side = '{{ side }}' then billing_cost end), 0) as decimal(38, 12))
            as billing_cost_{{ side }},
        count(case when side = '{{ side }}' and origin = 'bill' then 1 end) as bill_rows_{{ side }},
        {{ sum_of_side('quantity', side, 'bill') }} as billed_tokens_{{ side }},
        {{ sum_of_side('list_cost', side, 'bill') }} as bill_list_{{ side }},
        {{ sum_of_side('contracted_cost', side, 'bill') }} as bill_contracted_{{ side }},
        {{ sum_of_side('quantity', side, 'usage') }} as used_{{ side }},
        {{ sum_of_side('list_cost', side, 'usage') }} as book_list_{{ side }},
        {{ sum_of_side('contracted_cost', side, 'usage') }} as book_contracted_{{ side }},
    {% endfor -%}
    count(*) as count_rows
from both_origins
group by {{ leaf }}, token_class
