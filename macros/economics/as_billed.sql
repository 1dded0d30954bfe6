{#-
    Account or tier under which usage is looked for in the bill: its own, that of the bill where usage says none and the bill has only one,
    and none where the bill says none. '' is none; the second argument is NULL where the bill has several. Shape: scalar text.
-#}
{% macro as_billed(of_usage, only_billed) -%}
case
            when {{ only_billed }} = '' then ''
            when {{ of_usage }} = '' then coalesce({{ only_billed }}, '')
            else {{ of_usage }}
        end
{%- endmacro %}
