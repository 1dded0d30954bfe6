{#-
    The order in which of several rows with one key the one landed last comes first: delivery, file, record. Shape:
    a list for order by; `relation` is the alias of landed rows, `deliveries` that of the ranked deliveries.
-#}
{% macro landed_last(relation) -%}
deliveries.delivery_order desc, {{ relation }}.source_file desc, {{ relation }}.source_row desc nulls last
{%- endmacro %}
