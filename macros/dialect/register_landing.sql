{#-
    Make the raw relations from what lies in landing/, before any model runs: raw_<source>.<table> for every contract, typed and
    empty where nothing is landed, and raw_finops.* for the ledger. Called by on-run-start only.
-#}
{% macro register_landing() -%}
{{ return(adapter.dispatch('register_landing', 'ai_finops')()) }}
{%- endmacro %}

{% macro landing_folder() -%}
{{ return(env_var('AI_FINOPS_HOME', '.') ~ '/landing') }}
{%- endmacro %}

{% macro duckdb__register_landing() -%}
{%- if execute -%}
    {%- set contracts = run_query(
        "select parse_filename(filename, true) as relation, string_agg(column_name, '|') as columns"
        ~ " from read_csv('scripts/finops/landing/contracts/*.csv', filename = true, all_varchar = true)"
        ~ " group by 1 order by 1"
    ) -%}
    {%- set files = run_query(
        "select distinct split_part(file, '/', -3) || '.' || split_part(parse_filename(file), '.', 1) || '.'"
        ~ " || split_part(parse_filename(file), '.', 3) as key"
        ~ " from glob('" ~ landing_folder() ~ "/*/*/*.parquet') where not contains(file, 'quarantine.parquet')"
    ).columns[0].values() | list -%}
    {%- for row in contracts.rows %}
        {%- set source = row[0].split('.')[0] -%}
        {%- set table = row[0].split('.')[1] -%}
        {%- do run_query('create schema if not exists raw_' ~ source) -%}
        {%- do run_query(raw_relation_sql(source, table, row[1].split('|'), files)) -%}
    {%- endfor -%}
    {%- do register_ledger() -%}
{%- endif -%}
{%- endmacro %}

{#- The view over one raw table: contract columns as text, text files as they are, typed files cast column by column. -#}
{% macro raw_relation_sql(source, table, columns, files) -%}
{%- set pattern = landing_folder() ~ '/' ~ source ~ '/*/' ~ table ~ '.*' -%}
create or replace view raw_{{ source }}.{{ table }} as
select
    {% for column in columns %}cast(null as varchar) as "{{ column }}", {% endfor %}
    cast(null as varchar) as _delivery_id, cast(null as varchar) as _source_file,
    cast(null as varchar) as _content_hash, cast(null as bigint) as _source_row, cast(null as timestamp) as _loaded_at
where false
{% if source ~ '.' ~ table ~ '.text' in files %}
union all by name
select * from read_parquet('{{ pattern }}.text.parquet', union_by_name = true)
{% endif %}
{% if source ~ '.' ~ table ~ '.typed' in files %}
union all by name
select {{ typed_columns_as_text(pattern ~ '.typed.parquet') }}
from read_parquet('{{ pattern }}.typed.parquet', union_by_name = true)
{% endif %}
{%- endmacro %}

{#- Nested values become JSON text, numbers their shortest text, our own columns keep their types. -#}
{% macro typed_columns_as_text(pattern) -%}
{%- set described = run_query(
    "select column_name, column_type from (describe select * from read_parquet('" ~ pattern ~ "', union_by_name = true))"
) -%}
{%- for name, type in described.rows -%}
    {%- set quoted = '"' ~ name.replace('"', '""') ~ '"' -%}
    {%- if name in ('_source_row', '_loaded_at') -%}{{ quoted }}
    {%- elif type.startswith('MAP') or type.startswith('STRUCT') or type.endswith('[]') -%}
        cast(to_json({{ quoted }}) as varchar) as {{ quoted }}
    {%- else -%}cast({{ quoted }} as varchar) as {{ quoted }}
    {%- endif -%}
    {{ ', ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}
