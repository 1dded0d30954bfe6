-- One row per leaf and class of billed tokens: tokens and what they cost by list and contract, both sides.
{%- set leaf = bridge_leaf() | join(', ') %}
{%- set sides = ['base', 'compared'] %}
with classes as (
    select * from {{ ref('int_bridge__token_sides') }}
    where token_class != ''
),

-- Tokens that all charges of a leaf state are its own; else those of the usage export are.
stated as (
    select
        *,
        bool_and(
            {% for side in sides -%}
                (
                    bill_rows_{{ side }} = 0
                    or (
                        billed_tokens_{{ side }} is not null
                        and (billing_cost_{{ side }} = 0 or billed_tokens_{{ side }} > 0)
                    )
                ) and
            {% endfor -%}
            true
        ) over (partition by {{ leaf }}) as is_stated
    from classes
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
        is_stated as is_of_bill
    from stated
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
                            cast(tokens_{{ side }} as double) * book_{{ value }}_price_{{ side }} as decimal(38, 12)
                        )
                end as book_{{ value }}_value_{{ side }},
            {% endfor -%}
        {% endfor -%}
        count(*) over (partition by {{ leaf }}) as count_classes
    from counted
),

-- Of a price list, else of the bill; else the billed cost of a token of each class is its price.
judged as (
    select
        *,
        bool_and(
            {% for side in sides -%}
                book_list_value_{{ side }} is not null and book_contracted_value_{{ side }} is not null and
            {% endfor -%}
            true
        ) over (partition by {{ leaf }})
            {% for side in sides -%}
                and (
                    sum(book_contracted_value_{{ side }}) over (partition by {{ leaf }}) > 0
                    or sum(abs(billing_cost_{{ side }})) over (partition by {{ leaf }}) = 0
                )
            {% endfor -%}
            as has_book_prices,
        bool_and(
            {% for side in sides -%}
                (
                    (tokens_{{ side }} = 0 and billing_cost_{{ side }} = 0)
                    or (
                        tokens_{{ side }} > 0
                        and bill_list_{{ side }} is not null and bill_contracted_{{ side }} is not null
                    )
                ) and
            {% endfor -%}
            true
        ) over (partition by {{ leaf }})
            {% for side in sides -%}
                and (
                    sum(bill_contracted_{{ side }}) over (partition by {{ leaf }}) > 0
                    or sum(abs(billing_cost_{{ side }})) over (partition by {{ leaf }}) = 0
                )
            {% endfor -%}
            as has_bill_prices,
        bool_and(
            {% for side in sides -%}
                (
                    (tokens_{{ side }} > 0) = (bill_rows_{{ side }} > 0)
                    or (tokens_{{ side }} = 0 and billing_cost_{{ side }} = 0)
                ) and
            {% endfor -%}
            true
        ) over (partition by {{ leaf }}) as has_same_classes
    from valued
)

select
    *,
    case
        when has_book_prices then 'book'
        when has_bill_prices then 'bill'
        when has_same_classes then 'class'
        else 'blended'
    end as price_origin
from judged
