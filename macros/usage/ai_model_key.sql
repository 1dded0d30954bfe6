{#-
    Vendors spell one model in many ways: `us.anthropic.claude-sonnet-4-5-20250929-v1:0`, `azure/gpt-4o`, `models/gemini-2.5-pro`,
    `ft:gpt-4o-mini-2024-07-18:acme::x1`, `Claude Sonnet 4.5`. These macros take a spelling apart.
-#}

{#- A spelling in lower case without provider, region, fine-tuning and resource around it. Shape: scalar text. -#}
{% macro ai_model_bare(model) -%}
regexp_replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(lower(trim({{ model }})), '^(auto: *|ft:)', ''),
            '^.*/', ''
        ),
        '^((us|eu|apac|global|jp|au|us-gov)\.)?(anthropic|meta|amazon|cohere|mistral|deepseek|openai|qwen|ai21|stability)\.', ''
    ),
    ':.*$', ''
)
{%- endmacro %}

{#- The version that a spelling names: a date, as YYYY-MM-DD. Shape: scalar text; NULL where it names none. -#}
{% macro ai_model_version(model) -%}
nullif(
    regexp_replace(
        regexp_extract({{ ai_model_bare(model) }}, '[-@](20[0-9]{2}-?[01][0-9]-?[0-3][0-9])', 1),
        '^([0-9]{4})-?([0-9]{2})-?([0-9]{2})$', '\1-\2-\3'
    ), ''
)
{%- endmacro %}

{#-
    The id a spelling is brought to: no version, words joined by `-`, and Anthropic's older order (`claude-4-5-sonnet`, `Claude 3.5
    Sonnet`) as Anthropic's ids have it. Shape: scalar text. It need not be an id that seed ai_models knows.
-#}
{% macro ai_model_key(model) -%}
{%- set words = "regexp_replace(regexp_replace(" ~ ai_model_bare(model) ~ ", '[-@](20[0-9]{2}-?[01][0-9]-?[0-3][0-9])', ''), '[ _]+', '-', 'g')" -%}
{%- set plain = "regexp_replace(" ~ words ~ ", '(-v[0-9]+|-latest|-[0-9]{3,4}|-preview|-exp|-ga)+$', '')" -%}
case
    when {{ words }} like '%embedding-%' then regexp_replace({{ words }}, '-v[0-9]+$', '')
    when {{ plain }} like 'claude%'
        then regexp_replace(
            regexp_replace(
                replace({{ plain }}, '.', '-'), '^claude-?(4(-[0-9]+)?)-?(opus|sonnet|haiku)$', 'claude-\3-\1'
            ),
            '^claude-?((opus|sonnet|haiku)-(3(-[0-9])?)|(3(-[0-9])?)(opus|sonnet|haiku))$', 'claude-\3\5-\2\7'
        )
    when {{ plain }} like 'llama%'
        then regexp_replace(
            regexp_replace(replace({{ plain }}, '.', '-'), '^llama-?([0-9])', 'llama-\1'), '-(instruct|chat)$', ''
        )
    when {{ plain }} like 'nova%' then regexp_replace({{ plain }}, '^nova-?', 'nova-')
    else {{ plain }}
end
{%- endmacro %}
