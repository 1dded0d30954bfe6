{#-
    What one kind of cost adds up to on effective basis: 0 where there is none of it, NULL where no effective cost is known at all.
    Shape: scalar DECIMAL(38,12). Arguments: value of cost_part, and `_reporting` or nothing.
-#}
{% macro showback_part(cost_part, suffix='') -%}
cast(
        case
            when count(effective_cost{{ suffix }}) > 0
                then coalesce(sum(case when cost_part = '{{ cost_part }}' then effective_cost{{ suffix }} end), 0)
        end as decimal(38, 12)
    )
{%- endmacro %}
