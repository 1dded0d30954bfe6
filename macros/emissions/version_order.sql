{#-
    The text that sorts versions as their numbers do: v10 after v9, v3.0.1 after v3. Shape: scalar text, '' for a version
    without a number, which is older than any.
-#}
{% macro version_order(expression) -%}
{%- set parts = [] -%}
{%- for skipped in range(3) -%}
    {%- do parts.append(
        "coalesce(lpad(nullif(regexp_extract(" ~ expression ~ ", '^[^0-9]*" ~ '[0-9]+[.]' * skipped ~ "([0-9]+)', 1), ''), 9, '0'), '')"
    ) -%}
{%- endfor -%}
{{ parts | join(' || ') }}
{%- endmacro %}
