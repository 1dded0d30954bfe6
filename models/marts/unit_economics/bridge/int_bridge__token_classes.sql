-- One row per leaf and class of billed tokens: tokens and what they cost by list and contract, both sides.
{%- set sides = ['base', 'compared'] %}
with classes as (
    select
        *,
        -- Tokens that all charges of a leaf state are its own; else those of the usage export are.
        bool_and(
            {{ on_both_sides('(bill_rows_{} = 0 or coalesce(billed_tokens_{}, -1) >= 0)') }}
            and {{ on_both_sides('(coalesce(billed_tokens_{}, 0) > 0 or billing_cost_{} = 0)') }}
        ) over (partition by leaf_id) as is_stated
    from {{ ref('int_bridge__token_sides') }}
    where token_class != ''
),

counted as (
    select
        *,
        {% for side in sides -%}
            cast(
                coalesce(case when is_stated then billed_tokens_{{ side }} else used_{{ side }} end, 0)
                as decimal(38, 12)
            ) as tokens_{{ side }},
            {{ ratio('book_list_' ~ side, 'used_' ~ side) }} as book_list_price_{{ side }},
            {{ ratio('book_contracted_' ~ side, 'used_' ~ side) }} as book_contracted_price_{{ side }},
        {% endfor -%}
        count(*) over (partition by leaf_id) as count_classes
    from classes
),

-- What the tokens of a class would cost: weights that tell prices apart, never an amount.
valued as (
    select
        *,
        {% for side in sides -%}
            {% for value in ['list', 'contracted'] -%}
                case
                    when tokens_{{ side }} = 0 then cast(0 as decimal(38, 12))
                    else
                        cast(
                            cast(tokens_{{ side }} as double) * book_{{ value }}_price_{{ side }}
                            as decimal(38, 12)
                        )
                end as book_{{ value }}_value_{{ side }},
            {% endfor -%}
            sum(bill_contracted_{{ side }}) over (partition by leaf_id) as leaf_bill_contracted_{{ side }},
            sum(abs(billing_cost_{{ side }})) over (partition by leaf_id) as leaf_cost_size_{{ side }},
        {% endfor -%}
        bool_and(
            {{ on_both_sides('(tokens_{} = 0 or bill_rows_{} > 0)') }}
            and {{ on_both_sides('(tokens_{} > 0 or billing_cost_{} = 0)') }}
        ) over (partition by leaf_id) as has_same_classes
    from counted
),

with_book as (
    select
        *,
        {% for side in sides -%}
            sum(book_contracted_value_{{ side }}) over (partition by leaf_id)
                as leaf_book_contracted_{{ side }},
        {% endfor -%}
        bool_and(
            {{ on_both_sides('(book_list_value_{} is not null and book_contracted_value_{} is not null)') }}
        ) over (partition by leaf_id) as has_book_prices,
        bool_and(
            {{ on_both_sides('(tokens_{} > 0 or billing_cost_{} = 0)') }}
            and {{ on_both_sides('(tokens_{} = 0 or bill_list_{} is not null)') }}
            and {{ on_both_sides('(tokens_{} = 0 or bill_contracted_{} is not null)') }}
        ) over (partition by leaf_id) as has_bill_prices
    from valued
)

-- Prices of the list come first, then those of the bill; else what a token of each class is billed at is its
-- price, and where bill and usage have other classes, what a token of any class is billed at.
select
    *,
    case
        when
            has_book_prices and {{ on_both_sides('(leaf_book_contracted_{} > 0 or leaf_cost_size_{} = 0)') }}
            then 'book'
        when
            has_bill_prices and {{ on_both_sides('(leaf_bill_contracted_{} > 0 or leaf_cost_size_{} = 0)') }}
            then 'bill'
        when has_same_classes then 'class'
        else 'blended'
    end as price_origin
from with_book
