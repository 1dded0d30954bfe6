{#- A condition that must hold on both sides of a comparison. Argument: the condition, with {} where a column names its side. Shape: scalar boolean. -#}
{% macro on_both_sides(condition) -%}
(
            {{ condition | replace('{}', 'base') }}
            and {{ condition | replace('{}', 'compared') }}
        )
{%- endmacro %}
