{#-
    Exact money from delivered text or a number. Shape: scalar, DECIMAL(28,12). NULL where the text is not a number
    below 1e16. Numbers go through their shortest text, so that no digit of a DOUBLE is invented; text is rounded
    once, half away from zero, to 12 places. The 64-bit step is tried first (amounts below a million), for speed
    only: both steps give the same value. Text with an exponent is judged by its size first, because the engine
    rounds what is far below half a place up, and reads what is too large for the type.
-#}
{% macro to_money(expression) -%}
{%- set text = 'cast(' ~ expression ~ ' as varchar)' -%}
case
    when {{ text }} like '%e%' or {{ text }} like '%E%'
        then
            case
                when abs(try_cast({{ text }} as double)) < 4e-13 then cast(0 as decimal(28, 12))
                when abs(try_cast({{ text }} as double)) < 1e16 then try_cast({{ text }} as decimal(28, 12))
            end
    else
        coalesce(
            cast(try_cast({{ text }} as decimal(18, 12)) as decimal(28, 12)), try_cast({{ text }} as decimal(28, 12))
        )
end
{%- endmacro %}
