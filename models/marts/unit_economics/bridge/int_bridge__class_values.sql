-- One row per leaf and class of tokens: tokens and what they cost by the prices that are taken for the leaf.
{%- set sides = ['base', 'compared'] %}
select
    leaf_id,
    price_origin,
    -- Without prices of its classes a leaf has one price.
    case when price_origin = 'blended' then '' else token_class end as token_class,
    {% for side in sides -%}
        cast(sum(tokens_{{ side }}) as decimal(38, 12)) as tokens_{{ side }},
        {% for value in ['list', 'contracted'] -%}
            cast(
                sum(
                    case price_origin
                        when 'book' then book_{{ value }}_value_{{ side }}
                        when 'bill' then coalesce(bill_{{ value }}_{{ side }}, 0)
                        else billing_cost_{{ side }}
                    end
                ) as decimal(38, 12)
            ) as {{ value }}_value_{{ side }},
        {% endfor -%}
    {% endfor -%}
    count(*) as count_classes
from {{ ref('int_bridge__token_classes') }}
group by
    leaf_id, price_origin, case when price_origin = 'blended' then '' else token_class end
