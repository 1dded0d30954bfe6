{#-
    Whether text is one JSON object whose values are all scalars. Shape: scalar boolean; NULL for NULL. Text without brackets inside
    needs no second look, so only suspicious text is taken apart.
-#}
{% macro is_flat_json_object(expression) -%}
{{ return(adapter.dispatch('is_flat_json_object', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__is_flat_json_object(expression) -%}
case
    when {{ expression }} is null then null
    when not json_valid({{ expression }}) then false
    when json_type({{ expression }}) != 'OBJECT' then false
    when substr({{ expression }}, 2) not like '%{{ '{' }}%' and {{ expression }} not like '%[%' then true
    else
        len(
            list_filter(
                json_extract({{ expression }}, '$.*'), lambda member: json_type(member) in ('OBJECT', 'ARRAY')
            )
        ) = 0
end
{%- endmacro %}
