{#-
    An exchange rate: what one unit of the denominator's currency is worth in the numerator's, both given per unit
    of a third. Shape: scalar, DECIMAL(20,12), the exact quotient rounded once, half up. NULL where a side is missing
    or not above zero. For values below 1e9 with up to 8 places, and quotients below 1e8.
-#}
{% macro exact_rate(numerator, denominator) -%}
{{ return(adapter.dispatch('exact_rate', 'ai_finops')(numerator, denominator)) }}
{%- endmacro %}

{% macro duckdb__exact_rate(numerator, denominator) -%}
{%- set above = 'cast(cast(' ~ numerator ~ ' as decimal(28, 8)) * 100000000 as hugeint)' -%}
{%- set below = 'cast(cast(' ~ denominator ~ ' as decimal(28, 8)) * 100000000 as hugeint)' -%}
case
    when {{ numerator }} > 0 and {{ denominator }} > 0
        then
            cast(
                cast((2 * {{ above }} * 1000000000000 + {{ below }}) // (2 * {{ below }}) as decimal(24, 0))
                * cast(0.000000000001 as decimal(12, 12)) as decimal(20, 12)
            )
end
{%- endmacro %}
