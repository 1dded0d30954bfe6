{#-
    Delivered text as a UTC timestamp without zone. Shape: scalar timestamp; NULL where unreadable. Text without an offset is UTC
    (the session's zone is UTC); an offset is applied; minutes without seconds are read, as OCI writes them, and times of the
    Go language (2026-09-01 00:00:00 +0000 UTC), as Kubernetes' tools do.
-#}
{% macro utc_timestamp(expression) -%}
{{ return(adapter.dispatch('utc_timestamp', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__utc_timestamp(expression) -%}
{%- set go_pattern = ' ([+-][0-9]{2})([0-9]{2})( [A-Z]{2,5})?$' -%}
{%- set offset_pattern = '([T ][0-9]{2}:[0-9]{2})(Z|[+-][0-9]{2}(:?[0-9]{2})?)$' -%}
coalesce(
    cast(try_cast({{ expression }} as timestamptz) as timestamp),
    cast(try_cast(regexp_replace({{ expression }}, '{{ offset_pattern }}', '\1:00\2') as timestamptz) as timestamp),
    cast(try_cast(regexp_replace({{ expression }}, '{{ go_pattern }}', '\1:\2') as timestamptz) as timestamp)
)
{%- endmacro %}
