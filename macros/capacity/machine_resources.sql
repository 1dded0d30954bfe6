{#- What a machine is split by, and the column of core.fct_workload_allocations with its hours. Shape: list of (resource, hours). -#}
{% macro machine_resources() -%}
{{ return([('gpu', 'gpu_hours'), ('cpu', 'cpu_core_hours'), ('ram', 'ram_gib_hours')]) }}
{%- endmacro %}
