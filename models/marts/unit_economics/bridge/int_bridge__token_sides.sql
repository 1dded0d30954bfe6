-- One row per comparison, scope, model, tier and class of billed tokens, both sides beside each other.
{%- set leaf = bridge_leaf() | join(', ') %}
with costs as (
    select * from {{ ref('int_bridge__cost_sides') }}
    where kind = 'tokens'
),

counted as (
    select * from {{ ref('int_bridge__usage_sides') }}
),

-- What an account used of a model is split between the scopes that bear it by what they bear: to read, never
-- to book.
leaf_costs as (
    select
        {{ leaf }}, side, sub_account_id,
        cast(sum(greatest(billing_cost, 0)) as decimal(38, 12)) as weight,
        sum(sum(greatest(billing_cost, 0))) over (
            partition by comparison_id, side, provider_name, sub_account_id, model_id, service_tier
        ) as weights,
        count(*) over (
            partition by comparison_id, side, provider_name, sub_account_id, model_id, service_tier
        ) as count_leaves
    from costs
    group by side, sub_account_id, {{ leaf }}
),

shares as (
    select
        *,
        cast(
            coalesce({{ ratio('weight', 'weights') }}, {{ ratio('1', 'count_leaves') }}) as decimal(20, 12)
        ) as part
    from leaf_costs
),

used as (
    select
        shares.*,
        counted.token_class,
        {{ money_times('cast(counted.quantity as decimal(28, 12))', 'shares.part') }} as quantity,
        case
            when counted.list_currency = shares.billing_currency
                then {{ money_times('cast(counted.list_cost as decimal(28, 12))', 'shares.part') }}
        end as list_cost,
        case
            when counted.list_currency = shares.billing_currency
                then {{ money_times('cast(counted.contracted_cost as decimal(28, 12))', 'shares.part') }}
        end as contracted_cost
    from shares
    inner join counted
        on
            shares.comparison_id = counted.comparison_id
            and shares.side = counted.side
            and shares.provider_name = counted.provider_name
            and shares.sub_account_id = counted.sub_account_id
            and shares.model_id = counted.model_id
            and shares.service_tier = counted.service_tier
),

both_origins as (
    select
        {{ leaf }}, 'bill' as origin, side, token_class, cost, billing_cost, list_cost, contracted_cost,
        billed_tokens as quantity
    from costs
    union all
    select
        {{ leaf }}, 'usage' as origin, side, token_class, 0 as cost, 0 as billing_cost, list_cost,
        contracted_cost, quantity
    from used
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
