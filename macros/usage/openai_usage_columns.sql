{#- What every OpenAI usage export says of a result: delivery, file, record, bucket and project. Shape: a select list. -#}
{% macro openai_usage_columns() -%}
_delivery_id as delivery_id,
_source_file as source_file,
_source_row as source_row,
{{ utc_timestamp('bucket_start') }} as bucket_start,
coalesce({{ utc_timestamp('bucket_end') }}, {{ next_day_start(utc_timestamp('bucket_start')) }}) as bucket_end,
{{ text_value('project_id') }} as project_id
{%- endmacro %}
