-- One row per leaf and class of tokens that are explained: what its factors are made of.
{%- set sides = ['base', 'compared'] %}
with classes as (
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
),

directions as (
    select * from {{ ref('token_classes') }}
),

standard_prices as (
    select
        comparison_id,
        provider_name,
        model_id,
        token_class,
        list_currency,
        {% for side in sides -%}
            {{ ratio(
                "sum(case when side = '" ~ side ~ "' then list_cost end)",
                "sum(case when side = '" ~ side ~ "' and list_cost is not null then quantity end)"
            ) }} as standard_price_{{ side }},
        {% endfor -%}
        count(*) as count_rows
    from {{ ref('int_bridge__usage_sides') }}
    where service_tier = 'standard' and list_currency is not null
    group by comparison_id, provider_name, model_id, token_class, list_currency
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
