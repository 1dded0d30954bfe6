{#-
    What the incremental models hold at the start of this run, and the fingerprint of the code, before any model runs.
    ops.built_slices: one row per model and slice version it holds; empty under --full-refresh.
    ops.code_version: one row, md5 over the files of models, macros and seeds. Called by on-run-start only.
-#}
{% macro register_state() -%}
{{ return(adapter.dispatch('register_state', 'ai_finops')()) }}
{%- endmacro %}

{% macro duckdb__register_state() -%}
{%- if execute -%}
    {%- do run_query('create schema if not exists ops') -%}
    {%- do run_query(
        "create or replace table ops.code_version as select md5(string_agg(md5(content), '' order by filename)) as code_version"
        ~ " from (select * from read_text(['models/**/*.sql', 'macros/**/*.sql', 'seeds/**/*.csv']))"
    ) -%}
    {%- set selects = [] -%}
    {%- for node in graph.nodes.values()
        if node.config.get('incremental_strategy') == 'replace_slices' and not flags.FULL_REFRESH -%}
        {%- set relation = adapter.get_relation(node.database, node.schema, node.alias) -%}
        {%- if relation is not none and relation.is_table -%}
            {%- do selects.append(
                "select distinct '" ~ node.name ~ "' as model_name, slice_id, slice_version from " ~ relation
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do run_query(
        'create or replace table ops.built_slices as select cast(null as varchar) as model_name,'
        ~ ' cast(null as varchar) as slice_id, cast(null as varchar) as slice_version where false'
        ~ (' union all ' ~ selects | join(' union all ') if selects else '')
    ) -%}
{%- endif -%}
{%- endmacro %}
