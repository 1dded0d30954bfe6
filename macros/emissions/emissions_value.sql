{#-
    An amount of emissions from delivered text, in the unit of the export. Shape: scalar, DECIMAL(31,15): fifteen places, so
    that a tonne is told to the twelfth place of a kilogram. NULL where the text is no number below 1e16. Text with an
    exponent is judged by its size first, as in to_money.
-#}
{% macro emissions_value(expression) -%}
case
    when lower({{ expression }}) like '%e%' and abs(try_cast({{ expression }} as double)) < 4e-16
        then cast(0 as decimal(31, 15))
    else try_cast({{ expression }} as decimal(31, 15))
end
{%- endmacro %}

{#-
    Kilograms of CO2 equivalent. `column` is the name that `_value` (an emissions_value) and `_unit` stand behind. Shape:
    scalar, DECIMAL(28,12), exact for tonnes, kilograms and grams; NULL where value or unit is missing or the unit is unknown.
-#}
{% macro kilograms(column) -%}
cast({{ column }}_value * {{ kilograms_per_unit(column ~ '_unit') }} as decimal(28, 12))
{%- endmacro %}

{#- Kilograms in one unit as an export spells it. Shape: scalar, DECIMAL(7,3); NULL for a unit that is not known. -#}
{% macro kilograms_per_unit(unit) -%}
case regexp_replace(regexp_replace(lower({{ unit }}), '[^a-z0-9]', '', 'g'), '(of)?(co2e|co2eq|co2)$', '')
    when 'mt' then cast(1000 as decimal(7, 3))
    when 't' then cast(1000 as decimal(7, 3))
    when 'metricton' then cast(1000 as decimal(7, 3))
    when 'metrictons' then cast(1000 as decimal(7, 3))
    when 'tonne' then cast(1000 as decimal(7, 3))
    when 'tonnes' then cast(1000 as decimal(7, 3))
    when 'kg' then cast(1 as decimal(7, 3))
    when 'kilogram' then cast(1 as decimal(7, 3))
    when 'kilograms' then cast(1 as decimal(7, 3))
    when 'g' then cast(0.001 as decimal(7, 3))
    when 'gram' then cast(0.001 as decimal(7, 3))
    when 'grams' then cast(0.001 as decimal(7, 3))
end
{%- endmacro %}

{#-
    Whether any amount of a row is in a unit that is not known. `columns` are names that `_value` and `_unit` stand behind.
    Shape: scalar boolean, never NULL.
-#}
{% macro has_unknown_unit(columns) -%}
coalesce(
    {%- for column in columns %}
    ({{ column }}_value is not null and {{ kilograms_per_unit(column ~ '_unit') }} is null){{ ' or' if not loop.last }}
    {%- endfor %},
    false
)
{%- endmacro %}
