{#- Lists of the ledger. Each is named for its meaning; NULL lists count as empty. -#}

{#- One row per element. Shape: a set-returning expression in a select list. -#}
{% macro explode(expression) -%}
{{ return(adapter.dispatch('explode', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__explode(expression) -%}
unnest({{ expression }})
{%- endmacro %}

{#- Sum of one integer field over a list of records. Shape: scalar bigint, 0 for none. -#}
{% macro list_sum(expression, field) -%}
{{ return(adapter.dispatch('list_sum', 'ai_finops')(expression, field)) }}
{%- endmacro %}

{% macro duckdb__list_sum(expression, field) -%}
cast(coalesce(list_sum(list_transform({{ expression }}, lambda x: x."{{ field }}")), 0) as bigint)
{%- endmacro %}

{#- Sum of one field of exact decimal text over a list of records. Shape: scalar DECIMAL(38,12), NULL where none has a value. -#}
{% macro list_money_sum(expression, field) -%}
{{ return(adapter.dispatch('list_money_sum', 'ai_finops')(expression, field)) }}
{%- endmacro %}

{% macro duckdb__list_money_sum(expression, field) -%}
cast(
    list_sum(list_transform({{ expression }}, lambda x: cast(x."{{ field }}" as decimal(38, 12)))) as decimal(38, 12)
)
{%- endmacro %}

{#- One field of the first of a list of records. Shape: scalar of the field's type, NULL for an empty list. -#}
{% macro list_first(expression, field) -%}
{{ return(adapter.dispatch('list_first', 'ai_finops')(expression, field)) }}
{%- endmacro %}

{% macro duckdb__list_first(expression, field) -%}
{{ expression }}[1]."{{ field }}"
{%- endmacro %}

{#- A list of texts as one sorted, comma separated text. Shape: scalar text. -#}
{% macro list_text(expression) -%}
{{ return(adapter.dispatch('list_text', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__list_text(expression) -%}
array_to_string(list_sort({{ expression }}), ',')
{%- endmacro %}
