{#- A legal entity of a CUR, with AWS's spellings of its own name as one. Shape: scalar text. -#}
{% macro aws_entity(expression) -%}
case
    when
        {{ expression }} in (
            'AWS', 'AWS Inc.', 'Amazon Web Services', 'Amazon Web Services Inc.', 'Amazon Web Services, Inc.'
        )
        then 'Amazon Web Services'
    else {{ expression }}
end
{%- endmacro %}
