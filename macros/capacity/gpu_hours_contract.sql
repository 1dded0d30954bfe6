{#-
    The contract between GPU adapters and core.fct_gpu_hours: column names and types, in order. Shape: list of
    (name, type). One row per hour, GPU or MIG instance, and workload; hours are those of whole GPUs.
-#}
{% macro gpu_hours_contract() -%}
{%- set columns = [('hour_start', 'timestamp')] -%}
{%- for name in [
    'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'node_name', 'provider_resource_id', 'gpu_uuid',
    'mig_instance_id', 'mig_profile', 'gpu_model_name', 'namespace', 'pod_name', 'container_name',
    'workload_state', 'activity_evidence', 'energy_evidence',
] -%}
    {%- do columns.append((name, 'varchar')) -%}
{%- endfor -%}
{%- for name in [
    'provisioned_hours', 'requested_hours', 'allocated_hours', 'active_hours', 'activity_hours', 'energy_kwh', 'energy_hours',
] -%}
    {%- do columns.append((name, 'decimal(28, 12)')) -%}
{%- endfor -%}
{%- do columns.append(('count_readings', 'bigint')) -%}
{{ return(columns) }}
{%- endmacro %}

{#-
    The contract's columns in order, each cast to its type, from a relation that has some of them; the rest is NULL.
    Errors: a name that is not in the contract stops the compilation.
-#}
{% macro gpu_hours_row(given) -%}
{%- set names = gpu_hours_contract() | map('first') | list -%}
{%- for name in given if name not in names -%}
    {{ exceptions.raise_compiler_error('gpu_hours_row: ' ~ name ~ ' is not in the contract of GPU hours') }}
{%- endfor -%}
{%- for name, type in gpu_hours_contract() %}
    cast({{ name if name in given else 'null' }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{#- Compute slices of a MIG profile (2 of 2g.20gb and of 1c.2g.20gb). Shape: scalar integer, NULL where none is stated. -#}
{% macro mig_slices(profile) -%}
try_cast(nullif(regexp_extract({{ profile }}, '([0-9]+)g[.]', 1), '') as integer)
{%- endmacro %}

{#- Compute slices of a whole GPU: the A30 has four, every other that NVIDIA partitions seven. Shape: scalar integer. -#}
{% macro gpu_slices(model_name) -%}
case when {{ model_name }} like '%A30%' then 4 else 7 end
{%- endmacro %}

{#-
    Weighted milliseconds as hours. Shape: scalar DECIMAL(28,12), NULL for NULL. Times of a day have fewer digits than
    a double, so the division is the same wherever it runs.
-#}
{% macro hours_of(milliseconds) -%}
cast(cast({{ milliseconds }} as double) / 3600000 as decimal(28, 12))
{%- endmacro %}

{#- The longest time between two readings that the later one speaks for, in minutes: an hourly scrape may be late. -#}
{% macro longest_gap() -%}
90
{%- endmacro %}
