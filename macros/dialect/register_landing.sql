{#-
    Make the raw relations from what lies in landing/, before any model runs: raw_<source>.<table> for every contract, typed and
    empty where nothing is landed, raw_finops.* for the ledger and raw_closed.* for closed months. Called by on-run-start only.
-#}
{% macro register_landing() -%}
{{ return(adapter.dispatch('register_landing', 'ai_finops')()) }}
{%- endmacro %}

{% macro landing_folder() -%}
{{ return(as_pattern(env_var('AI_FINOPS_HOME', '.') ~ '/landing')) }}
{%- endmacro %}

{% macro duckdb__register_landing() -%}
{%- if execute -%}
    {#- The ledger first: what is committed after it is read has rows but no entry, and waits for the next run. -#}
    {%- do register_ledger() -%}
    {%- do register_closed() -%}
    {%- set contracts = run_query(
        "select parse_filename(filename, true) as relation, string_agg(column_name, '|') as columns"
        ~ " from read_csv('scripts/finops/landing/contracts/*.csv', filename = true, all_varchar = true, union_by_name = true)"
        ~ " group by 1 order by 1"
    ) -%}
    {%- set files = landed_files() -%}
    {%- for row in contracts.rows %}
        {%- set source = row[0].split('.')[0] -%}
        {%- set table = row[0].split('.')[1] -%}
        {%- do run_query('create schema if not exists raw_' ~ source) -%}
        {%- do run_query(raw_relation_sql(source, table, row[1].split('|'), files.get(row[0], {}))) -%}
    {%- endfor -%}
{%- endif -%}
{%- endmacro %}

{#- A path as DuckDB's readers take it between single quotes, with apostrophes, brackets and stars in it. -#}
{% macro as_pattern(path) -%}
{{ return(modules.re.sub('([*?[])', '[\\1]', path) | replace("'", "''")) }}
{%- endmacro %}

{#-
    The data files in landing/: a map of `source.table` to a map of schema to list of files. The schema of a typed file is its
    columns and types: files of different types are read apart, because a union of them would turn exact decimals into doubles.
-#}
{% macro landed_files() -%}
{%- set pattern = landing_folder() ~ '/*/*/*.parquet' -%}
{%- set landed = {} -%}
{%- if run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0].values()[0] -%}
    {%- for source_table, schema, files in run_query(
        "with files as (select file, split_part(file, '/', -3) || '.' || split_part(parse_filename(file), '.', 1) as source_table,"
        ~ " split_part(parse_filename(file), '.', 3) as kind from glob('" ~ pattern ~ "')),"
        ~ " schemas as (select file_name as file, md5(string_agg(concat_ws(' ', name, type, logical_type, num_children), ','))"
        ~ " as columns from parquet_schema('" ~ landing_folder() ~ "/*/*/*.typed.parquet') group by file_name)"
        ~ " select source_table, case when kind = 'text' then kind else columns end as file_schema, string_agg(file, chr(10) order by file)"
        ~ " from files left join schemas using (file) where kind in ('text', 'typed') group by source_table, file_schema order by all"
        if run_query("select count(*) from glob('" ~ landing_folder() ~ "/*/*/*.typed.parquet')").columns[0].values()[0] else
        "select split_part(file, '/', -3) || '.' || split_part(parse_filename(file), '.', 1), 'text', string_agg(file, chr(10) order by file)"
        ~ " from glob('" ~ pattern ~ "') where file like '%.text.parquet' group by 1 order by 1"
    ).rows -%}
        {%- do landed.setdefault(source_table, {}).update({schema: files.split('\n')}) -%}
    {%- endfor -%}
{%- endif -%}
{{ return(landed) }}
{%- endmacro %}

{#- The view over one raw table: contract columns as text, text files as they are, typed files cast column by column. -#}
{% macro raw_relation_sql(source, table, columns, files) -%}
create or replace view raw_{{ source }}.{{ table }} as
select
    {% for column in columns %}cast(null as varchar) as "{{ column }}", {% endfor %}
    cast(null as varchar) as _delivery_id, cast(null as varchar) as _source_file,
    cast(null as varchar) as _content_hash, cast(null as bigint) as _source_row, cast(null as timestamp) as _loaded_at
where false
{% for schema in files | sort %}
{%- set patterns = [] -%}
{%- for file in files[schema] %}{% do patterns.append(as_pattern(file)) %}{% endfor -%}
{%- set list = "['" ~ patterns | join("', '") ~ "']" %}
union all by name
select {{ '*' if schema == 'text' else typed_columns_as_text(list) }} from read_parquet({{ list }}, union_by_name = true)
{% endfor %}
{%- endmacro %}

{#- Nested values become JSON text, numbers their shortest text, our own columns keep their types. -#}
{% macro typed_columns_as_text(files) -%}
{%- set described = run_query('select column_name, column_type from (describe select * from read_parquet(' ~ files ~ '))') -%}
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
