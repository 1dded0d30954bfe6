-- One row per leaf of billed tokens: its volume beside that of its model, scope and company, and its kind.
{%- set leaf = bridge_leaf() | join(', ') %}
{%- set sides = ['base', 'compared'] %}
{%- set scope = ['comparison_id', 'currency', 'team', 'product'] | join(', ') %}
{%- set item = scope ~ ', provider_name, billing_currency, model_id' %}
with leaves as (
    select
        {{ leaf }},
        leaf_id,
        {% for side in sides -%}
            cast(sum(tokens_{{ side }}) as decimal(38, 12)) as tokens_{{ side }},
            cast(sum(cost_{{ side }}) as decimal(38, 12)) as cost_{{ side }},
            cast(sum(billing_cost_{{ side }}) as decimal(38, 12)) as billing_cost_{{ side }},
            bool_or(billing_cost_{{ side }} != 0) as has_cost_{{ side }},
        {% endfor -%}
        count(*) as count_classes
    from {{ ref('int_bridge__token_classes') }}
    group by {{ leaf }}, leaf_id
),

requests as (
    select
        leaf_id,
        used_base as requests_base,
        used_compared as requests_compared
    from {{ ref('int_bridge__token_sides') }}
    where token_class = ''
),

-- An item is a model as a scope buys it; its tiers are explained together or not at all.
items as (
    select
        leaves.*,
        coalesce(requests.requests_base, 0) as requests_base,
        coalesce(requests.requests_compared, 0) as requests_compared,
        {% for side in sides -%}
            bool_or(leaves.has_cost_{{ side }} or leaves.tokens_{{ side }} > 0) over (partition by {{ item }})
                as is_in_{{ side }},
        {% endfor -%}
        bool_and(
            {{ on_both_sides('(leaves.tokens_{} > 0 or not leaves.has_cost_{})') }}
        ) over (partition by {{ item }}) as has_usage,
        bool_and(
            {{ on_both_sides('(leaves.tokens_{} = 0 or coalesce(requests.requests_{}, 0) > 0)') }}
        ) over (partition by {{ item }}) as has_requests,
        -- Where bills of several rates cancel out, cost is followed in the reporting currency alone.
        {{ on_both_sides('(leaves.billing_cost_{} != 0 or leaves.cost_{} = 0)') }} as has_rate
    from leaves
    left join requests on leaves.leaf_id = requests.leaf_id
),

placed as (
    select
        *,
        case
            when not has_usage then 'token_cost'
            when not is_in_base then 'new'
            when not is_in_compared then 'gone'
            else 'explained'
        end as leaf_kind,
        case when has_requests then 'requests' else 'tokens' end as volume_driver,
        {% for side in sides -%}
            cast(
                case
                    when not has_usage then 0
                    when has_requests then requests_{{ side }}
                    else tokens_{{ side }}
                end as decimal(38, 12)
            ) as volume_{{ side }},
        {% endfor -%}
        count(*) over (partition by {{ item }}) as count_tiers
    from items
)

select
    *,
    {% for side in sides -%}
        case when has_rate then billing_cost_{{ side }} else cost_{{ side }} end as amount_{{ side }},
        sum(volume_{{ side }}) over (partition by {{ item }}, volume_driver)
            as item_volume_{{ side }},
        sum(volume_{{ side }}) over (partition by {{ scope }}, volume_driver) as scope_volume_{{ side }},
        sum(volume_{{ side }}) over (partition by comparison_id, currency, volume_driver)
            as company_volume_{{ side }},
    {% endfor -%}
    count_classes > 1 as has_several_classes
from placed
