{#- Identity of a part of a pool: pool, target and kind of cost. Shape: scalar text, from columns of int_pools__allocated. -#}
{% macro pool_part_id() -%}
md5({{ identity(['pool_id', 'target_kind', 'target_id', 'edge_part']) }})
{%- endmacro %}
