-- One row per leaf of billed tokens: its volume beside that of its model, scope and company, and how far it is explained.
{%- set leaf = bridge_leaf() | join(', ') %}
{%- set sides = ['base', 'compared'] %}
{%- set item = 'comparison_id, currency, team, product, provider_name, billing_currency, model' %}
with classes as (
    select * from {{ ref('int_bridge__token_classes') }}
),

requests as (
    select
        {{ leaf }},
        used_base as requests_base,
        used_compared as requests_compared
    from {{ ref('int_bridge__token_sides') }}
    where token_class = ''
),

leaves as (
    select
        {{ leaf }},
        {% for side in sides -%}
            cast(sum(tokens_{{ side }}) as decimal(38, 12)) as tokens_{{ side }},
            cast(sum(cost_{{ side }}) as decimal(38, 12)) as cost_{{ side }},
            cast(sum(billing_cost_{{ side }}) as decimal(38, 12)) as billing_cost_{{ side }},
            bool_or(billing_cost_{{ side }} != 0) as has_cost_{{ side }},
        {% endfor -%}
        count(*) as count_classes
    from classes
    group by {{ leaf }}
),

with_requests as (
    select
        leaves.*,
        coalesce(requests.requests_base, 0) as requests_base,
        coalesce(requests.requests_compared, 0) as requests_compared
    from leaves
    left join requests
        on {% for column in bridge_leaf() %}leaves.{{ column }} = requests.{{ column }} and {% endfor %}true
),

-- An item is a model as a scope buys it; its tiers are explained together or not at all.
items as (
    select
        *,
        {% for side in sides -%}
            bool_or(has_cost_{{ side }} or tokens_{{ side }} > 0) over (partition by {{ item }}) as is_in_{{ side }},
        {% endfor -%}
        bool_and(
            {% for side in sides -%} (tokens_{{ side }} > 0 or not has_cost_{{ side }}) and {% endfor -%}
            true
        ) over (partition by {{ item }}) as has_usage,
        bool_and(
            {% for side in sides -%} (tokens_{{ side }} = 0 or requests_{{ side }} > 0) and {% endfor -%}
            true
        ) over (partition by {{ item }}) as has_requests
    from with_requests
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
        -- Where bills of several rates cancel out, cost is followed in the reporting currency alone.
        not (
            {% for side in sides -%} (billing_cost_{{ side }} = 0 and cost_{{ side }} != 0) or {% endfor -%}
            false
        ) as has_rate
    from items
)

select
    *,
    {% for side in sides -%}
        case when has_rate then billing_cost_{{ side }} else cost_{{ side }} end as amount_{{ side }},
        sum(volume_{{ side }}) over (partition by {{ item }}, volume_driver) as item_volume_{{ side }},
        sum(volume_{{ side }}) over (partition by comparison_id, currency, team, product, volume_driver)
            as scope_volume_{{ side }},
        sum(volume_{{ side }}) over (partition by comparison_id, currency, volume_driver) as company_volume_{{ side }},
    {% endfor -%}
    md5({{ identity(bridge_leaf()) }}) as leaf_id
from placed
