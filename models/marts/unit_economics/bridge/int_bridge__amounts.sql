-- One row per leaf of cost that is explained by its amount and exchange rate alone.
{%- set sides = ['base', 'compared'] %}
{%- set keys = [
    'comparison_id', 'currency', 'team', 'product', 'kind', 'provider_name', 'billing_currency',
] %}
with others as (
    select
        {{ keys | join(', ') }},
        {% for side in sides -%}
            {% for measure in ['cost', 'billing_cost'] -%}
                cast(
                    coalesce(sum(case when side = '{{ side }}' then {{ measure }} end), 0) as decimal(38, 12)
                ) as {{ measure }}_{{ side }},
            {% endfor -%}
        {% endfor -%}
        count(*) as count_rows
    from {{ ref('int_bridge__cost_sides') }}
    where kind != 'tokens'
    group by {{ keys | join(', ') }}
)

select
    comparison_id,
    currency,
    team,
    product,
    md5({{ identity(keys) }}) as leaf_id,
    'tokens' as volume_driver,
    kind as price_driver,
    'all' as direction,
    {% for side in sides -%}
        cost_{{ side }},
        -- Where bills of several rates cancel out, cost is followed in the reporting currency alone.
        case
            when {{ on_both_sides('(billing_cost_{} != 0 or cost_{} = 0)') }} then billing_cost_{{ side }}
            else cost_{{ side }}
        end as amount_{{ side }},
    {% endfor -%}
    count_rows
from others
union all
select
    comparison_id,
    currency,
    team,
    product,
    leaf_id,
    volume_driver,
    leaf_kind as price_driver,
    'all' as direction,
    {% for side in sides -%}
        cost_{{ side }},
        amount_{{ side }},
    {% endfor -%}
    count_classes as count_rows
from {{ ref('int_bridge__token_leaves') }}
where leaf_kind != 'explained'
