-- One row per leaf of cost: what each factor did to it from base to compared, which adds up exactly.
{%- set factors = bridge_factors() %}
{%- set keys = [
    'comparison_id', 'currency', 'team', 'product', 'leaf_id', 'volume_driver', 'price_driver', 'cost_base',
    'cost_compared',
] %}
{%- set parts = (factors | reject('equalto', 'class_share') | list) + ['cache_share', 'reasoning_share'] %}
with factors as (
    select * from {{ ref('int_bridge__factors') }}
),

terms as (
    {{ shapley('factors', keys + ['direction'], factors) }}
),

leaves as (
    select
        {{ keys | join(', ') }},
        {% for part in parts -%}
            cast(
                {% if part == 'cache_share' -%}
                    sum(case when direction = 'input' then class_share else 0 end)
                {% elif part == 'reasoning_share' -%}
                    sum(case when direction != 'input' then class_share else 0 end)
                {% else -%}
                    sum({{ part }})
                {% endif -%}
                as decimal(38, 12)
            ) as {{ part }},
        {% endfor -%}
        cast(cost_compared - cost_base as decimal(38, 12)) as cost_change
    from terms
    group by {{ keys | join(', ') }}
)

{{ footed('leaves', keys, parts, 'cost_change') }}
