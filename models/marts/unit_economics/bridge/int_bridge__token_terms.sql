-- One row per leaf and class of tokens that are explained: what its factors are made of.
{%- set sides = ['base', 'compared'] %}
with classes as (
    select * from {{ ref('int_bridge__class_values') }}
),

directions as (
    select * from {{ ref('token_classes') }}
),

standard_prices as (
    select * from {{ ref('int_bridge__standard_prices') }}
)

select
    leaves.*,
    classes.token_class,
    coalesce(directions.direction, 'all') as direction,
    case when classes.price_origin in ('book', 'bill') then 'list_price' else 'unit_price' end
        as price_driver,
    {% for side in sides -%}
        classes.tokens_{{ side }} as class_tokens_{{ side }},
        cast(
            sum(classes.tokens_{{ side }}) over (partition by leaves.leaf_id, directions.direction)
            as decimal(38, 12)
        ) as direction_tokens_{{ side }},
        classes.list_value_{{ side }},
        classes.contracted_value_{{ side }},
        cast(
            sum(classes.contracted_value_{{ side }}) over (partition by leaves.leaf_id) as decimal(38, 12)
        ) as leaf_contracted_value_{{ side }},
        {{ ratio('classes.list_value_' ~ side, 'classes.tokens_' ~ side) }} as own_price_{{ side }},
        standard_prices.standard_price_{{ side }},
    {% endfor -%}
    -- A price of a tier is a part of the standard one where that is known whenever the class was used.
    leaves.service_tier not in ('', 'standard')
    and {{ on_both_sides('(classes.tokens_{} = 0 or coalesce(standard_prices.standard_price_{}, 0) > 0)') }}
        as is_part_of_standard
from {{ ref('int_bridge__token_leaves') }} as leaves
inner join classes on leaves.leaf_id = classes.leaf_id
left join directions on classes.token_class = directions.token_class
left join standard_prices
    on
        case when classes.price_origin = 'book' then leaves.comparison_id end = standard_prices.comparison_id
        and leaves.provider_name = standard_prices.provider_name
        and leaves.model_id = standard_prices.model_id
        and classes.token_class = standard_prices.token_class
        and leaves.billing_currency = standard_prices.list_currency
where leaves.leaf_kind = 'explained'
