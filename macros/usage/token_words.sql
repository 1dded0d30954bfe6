{#-
    Providers name what a token charge is for in words that change over time: `cached input`, `input_tokens`,
    `cache_creation.ephemeral_5m_input_tokens`. These macros read the words.
-#}

{#-
    A provider's text in lower-case words, `uncached` and `no cache` left out because that is what is meant without
    them. Shape: scalar text.
-#}
{% macro token_words(expression) -%}
trim(replace(replace(translate(lower({{ expression }}), '_.-', '   '), 'uncached', ''), 'no cache', ''))
{%- endmacro %}

{#-
    The token class that words name. Shape: scalar text; NULL where a word is none of ours: no class is
    better than a wrong one. Takes the result of token_words.
-#}
{% macro token_class_of(words) -%}
{%- set known = 'tokens?|input|output|prompt|completion|text|audio|image|reasoning|cached?|read|write'
    ~ '|creation|ephemeral|5m|30m|1h|12h|batch|flex|priority' -%}
case
    when regexp_replace({{ words }}, '^(({{ known }})( +|$))+$', '') != '' then null
    when {{ words }} like '%reasoning%' then 'reasoning'
    when {{ words }} like '%output%audio%' or {{ words }} like '%audio%output%' then 'output_audio'
    when {{ words }} like '%output%image%' or {{ words }} like '%image%output%' then 'output_image'
    when {{ words }} like '%output%' or {{ words }} like '%completion%' then 'output'
    when {{ words }} like '%write%' or {{ words }} like '%creation%'
        then
            case
                when {{ words }} like '%30m%' then 'cache_write_30m'
                when {{ words }} like '%12h%' then 'cache_write_12h'
                when {{ words }} like '%5m%' then 'cache_write_5m'
                when {{ words }} like '%1h%' then 'cache_write_1h'
                else 'cache_write'
            end
    when {{ words }} like '%cache%' and {{ words }} like '%audio%' then 'cache_read_audio'
    when {{ words }} like '%cache%' and {{ words }} like '%image%' then 'cache_read_image'
    when {{ words }} like '%cache%' then 'cache_read'
    when {{ words }} like '%input%' and {{ words }} like '%audio%' then 'input_audio'
    when {{ words }} like '%input%' and {{ words }} like '%image%' then 'input_image'
    when {{ words }} like '%input%' or {{ words }} like '%prompt%' then 'input'
end
{%- endmacro %}
