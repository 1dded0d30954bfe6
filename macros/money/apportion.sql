{#-
    Amounts handed out over weights, exactly: the parts of an amount add up to it to the last of 12 places. Shape: a relation of
    `columns` and one column per amount, DECIMAL(28,12).

    relation: a row per part. columns: what to keep of it. amounts: a map of an amount that is the same on every part of it to the name
    of the part; several amounts share the weights. weight: an expression. parts_of: columns that tell the amounts apart. ordered_by:
    columns that tell the parts of one amount apart, whole numbers or text.

    Largest remainder over whole units of 1e-12: each part gets its share rounded towards zero, and the units left go one each to the
    parts with the largest remainders, the first in order where they are equal. So the result does not depend on the order of rows, and
    a part is never more than one unit away from its share. The sign is the amount's; a NULL amount has NULL parts.
    Weights are read to 6 places and add up to less than 1e12; a missing or negative one is 0. Where they add up to 0 every
    part weighs the same: an amount is never lost because nothing measured its use.
-#}
{% macro apportion(relation, columns, amounts, weight, parts_of, ordered_by) -%}
{%- set kept = columns | join(', ') -%}
{%- set parts = parts_of | join(', ') -%}
select
    {{ kept }},
    {%- for amount, part in amounts.items() %}
    {{ money_of_units(
        'units_' ~ loop.index ~ ' + case when place_' ~ loop.index ~ ' <= left_' ~ loop.index ~ ' then 1 else 0 end',
        amount
    ) }} as {{ part }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    select
        *,
        {%- for amount in amounts %}
        row_number() over (
            partition by {{ parts }} order by remainder_{{ loop.index }} desc, {{ ordered_by | join(', ') }}
        ) as place_{{ loop.index }},
        whole_units_{{ loop.index }} - sum(units_{{ loop.index }}) over (partition by {{ parts }}) as left_{{ loop.index }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            *,
            {%- for amount in amounts %}
            {%- set whole = 'whole_units_' ~ loop.index %}
            {{ whole_division(whole, 'weights') }} * weight_units
            + {{ whole_division('(' ~ whole ~ ' % weights) * weight_units', 'weights') }} as units_{{ loop.index }},
            ((({{ whole }} % weights) * weight_units) % weights) as remainder_{{ loop.index }}{{ ',' if not loop.last }}
            {%- endfor %}
        from (
            select
                *,
                case when weights_given = 0 then cast(1 as decimal(19, 0)) else weight_given end as weight_units,
                case when weights_given = 0 then count_parts else weights_given end as weights
            from (
                select
                    *,
                    {%- for amount in amounts %}
                    {{ units_of_money(amount) }} as whole_units_{{ loop.index }},
                    {%- endfor %}
                    cast(count(*) over (partition by {{ parts }}) as decimal(38, 0)) as count_parts,
                    cast(sum(weight_given) over (partition by {{ parts }}) as decimal(38, 0)) as weights_given
                from (
                    select
                        *,
                        cast(
                            cast(greatest(coalesce(cast({{ weight }} as decimal(18, 6)), 0), 0) as decimal(25, 6))
                            * cast(1000000 as decimal(7, 0)) as decimal(19, 0)
                        ) as weight_given
                    from {{ relation }}
                ) as weighed
            ) as measured
        ) as settled
    ) as shared
) as ordered
{%- endmacro %}

{#- The size of an amount in whole units of 1e-12. Shape: scalar DECIMAL(38,0). Whole and rest apart, so that no product is too wide. -#}
{% macro units_of_money(amount) -%}
{%- set whole = 'cast(floor(abs(' ~ amount ~ ')) as decimal(16, 0))' -%}
cast(
    cast({{ whole }} as decimal(38, 0)) * cast(1000000000000 as decimal(13, 0))
    + cast(cast(abs({{ amount }}) - {{ whole }} as decimal(25, 12)) * cast(1000000000000 as decimal(13, 0)) as decimal(38, 0))
    as decimal(38, 0)
)
{%- endmacro %}

{#- Whole units of 1e-12 as money with the sign of an amount. Shape: scalar DECIMAL(28,12). -#}
{% macro money_of_units(units, signed_by) -%}
cast(
    case when {{ signed_by }} < 0 then -1 else 1 end * cast({{ units }} as decimal(28, 0)) * cast(0.000000000001 as decimal(12, 12))
    as decimal(28, 12)
)
{%- endmacro %}
