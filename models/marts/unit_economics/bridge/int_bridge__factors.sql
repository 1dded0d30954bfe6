-- One row per leaf of cost and class of its tokens: the factors that multiply to its cost, of both sides.
{%- set sides = [('base', 'compared'), ('compared', 'base')] %}
{%- set shared = [
    'comparison_id', 'currency', 'team', 'product', 'leaf_id', 'volume_driver', 'price_driver', 'direction',
] | join(', ') %}
with tokens as (
    select
        *,
        {% for side, other in sides -%}
            {{ ratio('scope_volume_' ~ side, 'company_volume_' ~ side) }} as scope_share_{{ side }},
            {{ ratio('item_volume_' ~ side, 'scope_volume_' ~ side) }} as model_share_{{ side }},
            {{ ratio('volume_' ~ side, 'item_volume_' ~ side) }} as tier_share_{{ side }},
            {{ ratio('tokens_' ~ side, 'volume_' ~ side) }} as per_request_{{ side }},
            {{ ratio('direction_tokens_' ~ side, 'tokens_' ~ side) }} as direction_share_{{ side }},
            {{ ratio('class_tokens_' ~ side, 'direction_tokens_' ~ side) }} as class_share_{{ side }},
            case when is_part_of_standard then standard_price_{{ side }} else own_price_{{ side }} end
                as price_{{ side }},
            case
                when is_part_of_standard
                    then {{ ratio('own_price_' ~ side, 'standard_price_' ~ side) }}
            end as tier_price_{{ side }},
            {{ ratio('contracted_value_' ~ side, 'list_value_' ~ side) }} as contract_{{ side }},
            {{ ratio('amount_' ~ side, 'leaf_contracted_value_' ~ side) }} as billing_{{ side }},
            {{ ratio('cost_' ~ side, 'amount_' ~ side) }} as fx_{{ side }},
        {% endfor -%}
        1 as one
    from {{ ref('int_bridge__token_terms') }}
),

amounts as (
    select
        *,
        {% for side, other in sides -%}
            {{ ratio('cost_' ~ side, 'amount_' ~ side) }} as fx_{{ side }},
        {% endfor -%}
        1 as one
    from {{ ref('int_bridge__amounts') }}
)

-- What a side does not know is as on the other side: the change is then in the share that is 0 there.
select
    {{ shared }},
    {% for side, other in sides -%}
        cost_{{ side }},
        cast(company_volume_{{ side }} as double) as volume_{{ side }},
        {% for factor in bridge_factors() if factor != 'volume' -%}
            coalesce({{ factor }}_{{ side }}, {{ factor }}_{{ other }}, 1) as {{ factor }}_{{ side }},
        {% endfor -%}
    {% endfor -%}
    token_class
from tokens
union all
select
    {{ shared }},
    {% for side, other in sides -%}
        cost_{{ side }},
        cast(1 as double) as volume_{{ side }},
        {% for factor in bridge_factors() if factor != 'volume' -%}
            {% if factor == 'price' -%}
                cast(amount_{{ side }} as double) as price_{{ side }},
            {% elif factor == 'fx' -%}
                coalesce(fx_{{ side }}, fx_{{ other }}, 1) as fx_{{ side }},
            {% else -%}
                cast(1 as double) as {{ factor }}_{{ side }},
            {% endif -%}
        {% endfor -%}
    {% endfor -%}
    '' as token_class
from amounts
