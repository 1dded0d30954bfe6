{#-
    Product of money and a rate, the only way to multiply money. Shape: scalar, DECIMAL(28,12), rounded once, half
    away from zero. The rate is DECIMAL(20,12): what it has beyond 12 places is rounded before. Whole units and the
    rest are multiplied apart, so that each product fits 38 digits: exact for every amount that money holds. Errors:
    a product of 1e16 or more stops the query.
-#}
{% macro money_times(amount, rate) -%}
{%- set exact_rate = 'cast(' ~ rate ~ ' as decimal(20, 12))' -%}
{%- set whole -%}
cast(case when {{ amount }} < 0 then ceil({{ amount }}) else floor({{ amount }}) end as decimal(16, 0))
{%- endset -%}
case
    when {{ exact_rate }} = 1 then cast({{ amount }} as decimal(28, 12))
    else
        cast(
            {{ whole }} * {{ exact_rate }}
            + cast(cast({{ amount }} - {{ whole }} as decimal(12, 12)) * {{ exact_rate }} as decimal(28, 12))
            as decimal(28, 12)
        )
end
{%- endmacro %}
