{#-
    Bounds of a context window class such as `0-200k`, `200k-1M`: input tokens that a request has more than, and at most. Shape: scalar
    bigint; NULL where the text is none.
-#}
{% macro context_floor(context_window) -%}
{{ token_bound("regexp_extract(lower(" ~ context_window ~ "), '^ *([0-9.]+[km]?) *-', 1)") }}
{%- endmacro %}

{% macro context_ceiling(context_window) -%}
{{ token_bound("regexp_extract(lower(" ~ context_window ~ "), '- *([0-9.]+[km]?) *$', 1)") }}
{%- endmacro %}

{% macro token_bound(text) -%}
cast(
    cast(nullif(rtrim({{ text }}, 'km'), '') as decimal(18, 6))
    * case when {{ text }} like '%k' then 1000 when {{ text }} like '%m' then 1000000 else 1 end as bigint
)
{%- endmacro %}
