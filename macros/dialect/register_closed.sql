{#-
    What is closed, out of the files in closed/, before any model runs: raw_closed.closings, raw_closed.frozen_tables (which tables a
    closing freezes) and raw_closed.<model> for each of these, typed, and empty where nothing is closed. A table is frozen where its
    model says so in `meta.closed_by`, the column of its billing period. Called by register_landing only. Raises an error that says
    what to do where a closed file is not as it was closed.
-#}
{% macro register_closed() -%}
{{ return(adapter.dispatch('register_closed', 'ai_finops')()) }}
{%- endmacro %}

{% macro closed_folder() -%}
{{ return(as_pattern(env_var('AI_FINOPS_HOME', '.') ~ '/closed')) }}
{%- endmacro %}

{% macro duckdb__register_closed() -%}
{%- do run_query('create schema if not exists raw_closed') -%}
{%- do register_closings() -%}
{%- do check_closed_files() -%}
{%- set nodes = [] -%}
{%- for node in graph.nodes.values() | sort(attribute='name') if node.config.get('meta', {}).get('closed_by') -%}
    {%- do nodes.append(node) -%}
{%- endfor -%}
{%- do run_query(
    'create or replace table raw_closed.frozen_tables as select cast(null as varchar) as schema_name,'
    ~ ' cast(null as varchar) as table_name, cast(null as varchar) as period_column where false'
) -%}
{%- for node in nodes -%}
    {%- do run_query(
        "insert into raw_closed.frozen_tables values ('" ~ node.schema ~ "', '" ~ node.name ~ "', '"
        ~ node.config.meta.closed_by ~ "')"
    ) -%}
    {%- do run_query(frozen_relation_sql(node)) -%}
{%- endfor -%}
{%- endmacro %}

{#- The ledger of closings. A month is closed where its newest version is not reopened. -#}
{% macro register_closings() -%}
{%- set pattern = closed_folder() ~ '/*/v*/close.json' -%}
{%- set found = run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0].values()[0] > 0 -%}
{%- if found -%}
    {%- set broken = run_query(
        "select filename from read_text('" ~ pattern ~ "') where not json_valid(content) order by filename"
    ).columns[0].values() -%}
    {%- if broken -%}{%- do refuse_closed(broken[0], 'is no JSON') -%}{%- endif -%}
{%- endif -%}
{%- do run_query(
    'create or replace table raw_closed.closings as with closings as ('
    ~ ("select * replace (regexp_replace(filename, '/close.json$', '') as filename) from read_json('" ~ pattern
        ~ "', filename = true, columns = {" ~ closing_columns() | map('join', ': ') | join(', ') ~ '})' if found else
        'select ' ~ closing_columns_empty() ~ ' where false')
    ~ "), reopened as (select regexp_replace(file, '.reopened.json$', '') as filename from glob('"
    ~ closed_folder() ~ "/*/v*.reopened.json')) select closings.* exclude (filename), closings.filename as folder,"
    ~ ' reopened.filename is not null as is_reopened, reopened.filename is null'
    ~ ' and version = max(version) over (partition by billing_period) as is_current'
    ~ ' from closings left join reopened on closings.filename = reopened.filename'
) -%}
{%- endmacro %}

{% macro closing_columns() -%}
{{ return([
    ('billing_period', "'varchar'"), ('version', "'integer'"), ('closed_at', "'timestamp'"), ('project_version', "'varchar'"),
    ('content_md5', "'varchar'"), ('previous_version', "'integer'"),
    ('files', "'struct(file_name varchar, md5 varchar, \"rows\" bigint)[]'"),
]) }}
{%- endmacro %}

{% macro closing_columns_empty() -%}
{%- for name, type in closing_columns() -%}cast(null as {{ type[1:-1] }}) as {{ name }}, {% endfor -%} cast(null as varchar) as filename
{%- endmacro %}

{#- Stop where a file of a current closing is gone or holds something else, or where rows lie without their closing. -#}
{% macro check_closed_files() -%}
{%- set pattern = closed_folder() ~ '/*/v*/*.parquet' -%}
{%- set moved = run_query(
    "select folder from raw_closed.closings where not suffix(folder, '/' || billing_period || '/v' || version) order by folder"
).columns[0].values() -%}
{%- if moved -%}{%- do refuse_closed(moved[0], 'is not where it was closed') -%}{%- endif -%}
{%- set orphans = run_query(
    "select file from glob('" ~ pattern ~ "') where regexp_replace(file, '/[^/]*$', '')"
    ~ ' not in (select folder from raw_closed.closings) order by file'
).columns[0].values() -%}
{%- if orphans -%}{%- do refuse_closed(orphans[0], 'has no close.json beside it') -%}{%- endif -%}
{%- set wanted = run_query(
    "select folder || '/' || file.file_name, file.md5 from (select folder, unnest(files) as file from raw_closed.closings"
    ~ ' where is_current) order by all'
).rows -%}
{%- for path, md5 in wanted -%}
    {%- set literal = as_pattern(path) -%}
    {%- if run_query("select count(*) from glob('" ~ literal ~ "')").columns[0].values()[0] == 0 -%}
        {%- do refuse_closed(path, 'is missing') -%}
    {%- elif run_query("select md5(content) from read_blob('" ~ literal ~ "')").columns[0].values()[0] != md5 -%}
        {%- do refuse_closed(path, 'is not as it was closed: its md5 differs') -%}
    {%- endif -%}
{%- endfor -%}
{%- endmacro %}

{% macro refuse_closed(path, what) -%}
{%- set shown = 'closed/' ~ path.replace('\\', '/').split('/closed/')[-1] -%}
{%- set period = shown.split('/')[1] -%}
{{ exceptions.raise_compiler_error(
    shown ~ ' ' ~ what ~ '. Restore it from a backup, or open the month with `finops reopen ' ~ period
    ~ ' --reason damaged` and close it again. Nothing is built until then.'
) }}
{%- endmacro %}

{#- The view over the frozen rows of one model, in the columns and types of its contract as it is now. -#}
{% macro frozen_relation_sql(node) -%}
{%- set files = run_query(
    "select folder || '/' || file.file_name from (select folder, unnest(files) as file from raw_closed.closings where is_current)"
    ~ " where file.file_name = '" ~ node.name ~ ".parquet' order by 1"
).columns[0].values() -%}
{%- set patterns = [] -%}
{%- for file in files %}{% do patterns.append("'" ~ as_pattern(file) ~ "'") %}{% endfor -%}
create or replace view raw_closed.{{ node.name }} as
select
    {% for column in node.columns.values() -%}
    cast("{{ column.name }}" as {{ column.data_type }}) as "{{ column.name }}"{{ ', ' if not loop.last }}
    {%- endfor %}
from (
    select
        {% for column in node.columns.values() -%}
        cast(null as {{ column.data_type }}) as "{{ column.name }}"{{ ', ' if not loop.last }}
        {%- endfor %}
    where false
    {% if patterns -%}
    union all by name
    select * from read_parquet([{{ patterns | join(', ') }}], union_by_name = true)
    {%- endif %}
)
{%- endmacro %}
