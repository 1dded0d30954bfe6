{#- A text as its words in lower case with one blank before, between and after: `Team_A-7` is ` team a 7 `. Shape: scalar text. -#}
{% macro words_of(text) -%}
{{ return(adapter.dispatch('words_of', 'ai_finops')(text)) }}
{%- endmacro %}

{% macro duckdb__words_of(text) -%}
' ' || trim(regexp_replace(lower({{ text }}), '[^\p{L}\p{N}]+', ' ', 'g')) || ' '
{%- endmacro %}

{#-
    What of a text's words says something: up to three words, hyphens between; NULL where none or more are left. `passed` is an expression
    for all words that say nothing, a blank before and after each. Shape: scalar text.
-#}
{% macro telling_words(text, passed) -%}
{{ return(adapter.dispatch('telling_words', 'ai_finops')(text, passed)) }}
{%- endmacro %}

{% macro duckdb__telling_words(text, passed) -%}
regexp_extract(
    array_to_string(list_filter(
        string_split(trim({{ words_of(text) }}), ' '),
        lambda word: not contains({{ passed }}, ' ' || word || ' ') and not regexp_full_match(word, '[0-9]*')
    ), '-'), '^[^-]+(-[^-]+){0,2}$'
)
{%- endmacro %}

{#-
    What a tag key seems to mean by its words: team, product, environment, customer or ignore; NULL where it does not say. Shape: scalar
    text. A guess to be confirmed, never an answer.
-#}
{% macro tag_key_hint(tag_key) -%}
{{ return(adapter.dispatch('tag_key_hint', 'ai_finops')(tag_key)) }}
{%- endmacro %}

{% macro duckdb__tag_key_hint(tag_key) -%}
{%- set words = words_of("regexp_replace(" ~ tag_key ~ ", '([a-z])([A-Z])', '\\1 \\2', 'g')") -%}
case
    when regexp_matches(
        lower({{ tag_key }}), '^(aws|azure|gcp|goog|k8s|kubernetes)[-:_./]|^(name|created.?(by|at|on))$'
    ) then 'ignore'
    when regexp_matches(
        {{ words }}, ' (team|owner|squad|department|dept|group|business ?unit|cost ?cent(er|re)) '
    ) then 'team'
    when regexp_matches({{ words }}, ' (customer|client|tenant) ') then 'customer'
    when regexp_matches({{ words }}, ' (env|environment|stage) ') then 'environment'
    when regexp_matches({{ words }}, ' (product|app|application|service|system|workload) ') then 'product'
end
{%- endmacro %}
