{#-
    Incremental strategy `replace_slices`: in one transaction, delete every row whose slice version is not wanted (emptied
    slices too), then insert what the model selected. The model selects only slices that are wanted and not built, and names the
    relation of wanted slices (slice_id, slice_version) in `meta.wanted_slices`. Source of state: ops.built_slices.
-#}
{% macro get_incremental_replace_slices_sql(arg_dict) -%}
{{ return(adapter.dispatch('get_incremental_replace_slices_sql', 'ai_finops')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_replace_slices_sql(arg_dict) -%}
{%- set target = arg_dict['target_relation'] -%}
{%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') -%}
delete from {{ target }}
where not exists (
    select 1 from {{ ref(config.get('meta')['wanted_slices']) }} as wanted
    where wanted.slice_id = {{ target }}.slice_id and wanted.slice_version = {{ target }}.slice_version
);
insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ arg_dict['temp_relation'] }}
{%- endmacro %}
