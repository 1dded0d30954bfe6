{#-
    Whether the incremental model `model_name` does not hold the slice version of a row yet. Shape: a condition over a relation
    with slice_id and slice_version, whose alias is `rows_of`. Source: ops.built_slices, the state at the start of the run.
-#}
{% macro not_built(model_name, rows_of) -%}
not exists (
        select 1 from {{ source('ops', 'built_slices') }} as built
        where
            built.model_name = '{{ model_name }}'
            and built.slice_id = {{ rows_of }}.slice_id
            and built.slice_version = {{ rows_of }}.slice_version
    )
{%- endmacro %}
