{#-
    Delivered text as a count of whole tokens or requests. Shape: scalar bigint; 0 where absent or unreadable
    (the lander sets unreadable counts aside). Counts written as 12.0 or 1e3 are read.
-#}
{% macro token_count(expression) -%}
coalesce(
    try_cast({{ expression }} as bigint), cast(try_cast({{ expression }} as decimal(28, 4)) as bigint), 0
)
{%- endmacro %}
