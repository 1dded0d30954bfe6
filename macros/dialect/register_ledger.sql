{#-
    raw_finops.deliveries, .quarantine and .refusals out of the ledger files in landing/. Called by register_landing
    only. Deliveries and refusals are tables: many models read them, and none may see a delivery that is committed
    while the run goes on.
-#}
{% macro register_ledger() -%}
{%- set folder = landing_folder() -%}
{%- do run_query('create schema if not exists raw_finops') -%}
{%- for relation, pattern, columns in [
    ('deliveries', folder ~ '/*/*/load.json', delivery_columns()),
    ('refusals', folder ~ '/.refused/*.json', refusal_columns()),
] -%}
    {%- set found = run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0].values()[0] > 0 -%}
    {%- set body -%}
        {%- if found -%}
            select * from read_json('{{ pattern }}', columns = {
                {%- for name, type in columns %}{{ name }}: '{{ type }}'{{ ', ' if not loop.last }}{% endfor -%}
            })
        {%- else -%}
            select {% for name, type in columns %}cast(null as {{ type }}) as {{ name }}{{ ', ' if not loop.last }}{% endfor %} where false
        {%- endif -%}
    {%- endset -%}
    {%- do run_query('create or replace table raw_finops.' ~ relation ~ ' as ' ~ body) -%}
{%- endfor -%}
{%- set pattern = folder ~ '/*/*/quarantine.parquet' -%}
{%- set found = run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0].values()[0] > 0 -%}
{%- do run_query(
    'create or replace view raw_finops.quarantine as select cast(null as varchar) as _delivery_id,'
    ~ ' cast(null as varchar) as _source_file, cast(null as varchar) as _content_hash, cast(null as timestamp) as _loaded_at,'
    ~ ' cast(null as bigint) as source_row, cast(null as varchar) as column_name, cast(null as varchar) as reason,'
    ~ ' cast(null as varchar) as record where false'
    ~ (" union all by name select * from read_parquet('" ~ pattern ~ "', union_by_name = true)" if found else '')
) -%}
{%- endmacro %}

{% macro delivery_columns() -%}
{{ return([
    ('delivery_id', 'varchar'), ('source_name', 'varchar'), ('delivery_scope', 'varchar'), ('dialect', 'varchar'),
    ('billing_period', 'varchar'), ('restatement_style', 'varchar'), ('is_append_part', 'boolean'), ('is_demo', 'boolean'),
    ('grouping', 'varchar'), ('days', 'varchar[]'), ('export_time', 'timestamp'), ('is_invoiced', 'boolean'),
    ('delivered_at', 'timestamp'), ('landed_at', 'timestamp'), ('landing_sequence', 'bigint'), ('currencies', 'varchar[]'),
    ('tables', 'struct(table_name varchar, "rows" bigint)[]'),
    ('files', 'struct(source_file varchar, content_hash varchar, bytes bigint, rows_in_file bigint, rows_landed bigint,'
        ~ ' rows_quarantined bigint, rows_in_delivery bigint, billed_total varchar)[]'),
    ('drift', 'struct(source_file varchar, table_name varchar, column_name varchar, change varchar, detail varchar)[]'),
    ('project_version', 'varchar'),
]) }}
{%- endmacro %}

{% macro refusal_columns() -%}
{{ return([
    ('source_file', 'varchar'), ('source_name', 'varchar'), ('reason', 'varchar'), ('what_to_do', 'varchar'),
    ('refused_at', 'timestamp'),
]) }}
{%- endmacro %}
