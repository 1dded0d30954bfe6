{#-
    Vertex AI and the Gemini API say in the description of a SKU which model it is and what it counts: `Gemini 2.5 Flash GA Thinking
    Text Output - Predictions`, `Generate content cached input token count gemini 2.5 flash short input text`. These macros read it.
    `words` is the result of google_words; what none of them can read is NULL, never a guess.
-#}

{#-
    A SKU's description in lower-case words, without `(thinking on)`, which says what the model was asked, not what is counted, and
    with `short input` and `long input`, which say how long the prompt was, as one word each. Shape: scalar text.
-#}
{% macro google_words(expression) -%}
trim(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                translate(lower({{ expression }}), '_', ' '), '\((thinking (on|off)|no thinking)\)', ' ', 'g'
            ), '\b(short|long) (input|context)\b', '\1_context', 'g'
        ), '\s+', ' ', 'g'
    )
)
{%- endmacro %}

{#-
    The model, in the vendors' own spelling. Shape: scalar text. `Flash Lite` is read before `Flash`. The first price of 2.5 Flash is
    that of its preview, which differs from `2.5 Flash GA`. A word for images after the model is its name only where another follows.
-#}
{% macro google_model(words) -%}
{%- set gemini = 'gemini ([0-9]+(?:[.][0-9]+)?) (ultra|pro|flash lite|flash|nano)(?: (live|tts|native audio|computer use|cyber)\\b)?' -%}
{%- set maker = 'llama|codestral|mistral|mixtral|deepseek|qwen|kimi|gpt-oss|jamba|grok|glm|minimax|gemma' -%}
case
    when {{ words }} like '%provisioned throughput%' and {{ words }} not like '%gemini %' then null
    when regexp_matches({{ words }}, '{{ gemini }}')
        then
            'gemini-' || regexp_extract({{ words }}, '{{ gemini }}', 1)
            || '-' || replace(regexp_extract({{ words }}, '{{ gemini }}', 2), ' ', '-')
            || case
                when regexp_extract({{ words }}, '{{ gemini }}', 3) != ''
                    then '-' || replace(regexp_extract({{ words }}, '{{ gemini }}', 3), ' ', '-')
                when {{ is_google_image_model(words) }} then '-image'
                else ''
            end
            || case
                when {{ words }} like '%preview%' or {{ words }} like '%experimental%' then '-preview'
                when regexp_matches({{ words }}, '^gemini 2[.]5 flash (text|audio|video|image|input|output|thinking|batch)\b')
                    and not {{ is_google_image_model(words) }}
                    then '-preview'
                else ''
            end
    when regexp_matches({{ words }}, 'gemini embedding( [0-9])?')
        then trim(replace(regexp_extract({{ words }}, 'gemini embedding( [0-9]+)?'), ' ', '-'))
    when regexp_matches({{ words }}, 'claude .*(opus|sonnet|haiku)')
        then replace(replace(
            regexp_extract({{ words }}, 'claude ((opus|sonnet|haiku)( [0-9]+([.][0-9]+)?)?|[0-9.]+ (opus|sonnet|haiku))', 0), '.', '-'
        ), ' ', '-')
    when regexp_matches({{ words }}, '\b(imagen|veo) [0-9.]+')
        then replace(regexp_extract({{ words }}, '\b(imagen|veo) [0-9.]+( (fast|ultra|lite))?'), ' ', '-')
    when regexp_matches({{ words }}, '\b({{ maker }})')
        then nullif(trim(translate(
            regexp_extract(
                {{ words }}, '\b(({{ maker }}).*?)( -|,)?( (batch|cached?|flex|text|image|priority|global|regional))* (input|output|cach|hit)', 1
            ), ' ()', '-'
        ), '-'), '')
end
{%- endmacro %}

{#- Whether the model named in the words is one that makes images. Shape: scalar boolean. -#}
{% macro is_google_image_model(words) -%}
(
    regexp_matches({{ words }}, 'token count for gemini [0-9.]+ (pro|flash)( lite)? image\b')
    or regexp_matches(
        {{ words }}, '^gemini [0-9.]+ (pro|flash)( lite)? image( generation| ga| global| regional| batch)* (text|image|audio|video)\b'
    )
)
{%- endmacro %}

{#-
    The token class. Shape: scalar text; NULL where no tokens are counted (cache storage is paid by the hour, old models by the
    character, provisioned throughput by its unit) or tokens of a class that is none of ours (video). Thinking is billed on a SKU of
    its own, which is reasoning; `Text Output (Thinking On)` is the answer of a model that thought, which is output.
-#}
{% macro google_token_class(words) -%}
{%- set rest -%}
regexp_replace(
    {{ words }}, '(token count for )?gemini [0-9.]+ (ultra|pro|flash lite|flash|nano)'
    || case when {{ is_google_image_model(words) }} then ' image' else '' end, '\1'
)
{%- endset -%}
case
    when not {{ is_google_tokens(words) }} or {{ words }} like '%video%' then null
    when {{ words }} like '%output%' and {{ words }} like '%thinking%' then 'reasoning'
    else
        case
            when {{ words }} like '%cach%' and {{ words }} like '%write%'
                then
                    case
                        when regexp_matches({{ words }}, '1 ?h') then 'cache_write_1h'
                        when regexp_matches({{ words }}, '5 ?m') then 'cache_write_5m'
                        else 'cache_write'
                    end
            when {{ words }} like '%cach%' then 'cache_read'
            when {{ words }} like '%output%' then 'output'
            else 'input'
        end
        || case
            when {{ words }} like '%cach%write%' then ''
            when {{ rest }} like '%audio%' then '_audio'
            when {{ rest }} like '%image%' then '_image'
            else ''
        end
end
{%- endmacro %}

{#- Whether the words say tokens that go in or come out. Shape: scalar boolean, never NULL. -#}
{% macro is_google_tokens(words) -%}
coalesce(
    regexp_matches({{ words }}, '\b(input|output|caching|cached|cache (read|write|hit)s?|embedding)\b')
    and not regexp_matches(
        {{ words }}, 'storage|character|provisioned throughput|\bgsu\b|tuning|training|grounding|generation \(|per (image|second|minute)'
    ), false
)
{%- endmacro %}

{#- The service tier; without a word it is on demand. Shape: scalar text; NULL where no tokens are counted. -#}
{% macro google_service_tier(words) -%}
case
    when not {{ is_google_tokens(words) }} then null
    {%- for tier in ['batch', 'flex', 'priority', 'offpeak'] %}
    when {{ words }} like '%{{ tier }}%' then '{{ tier }}'
    {%- endfor %}
    else 'standard'
end
{%- endmacro %}

{#- Where a request is served, as far as the words say: global or regional. Shape: scalar text. -#}
{% macro google_routing(words) -%}
nullif(regexp_extract({{ words }}, '\b(global|regional)\b', 1), '')
{%- endmacro %}

{#- How long a prompt the price is for: short or long, as far as the words say. Shape: scalar text. -#}
{% macro google_context_window(words) -%}
case
    when regexp_matches({{ words }}, 'long_context|\blong\b|>\s*200k') then 'long'
    when {{ words }} like '%short_context%' then 'short'
end
{%- endmacro %}

{#-
    How many tokens one unit is: Google counts tokens as `count`, which some exports call requests. Shape: scalar decimal(7, 0); NULL
    for a unit that is no count.
-#}
{% macro google_tokens_per_unit(unit) -%}
cast(
    case
        when lower({{ unit }}) in ('count', 'requests', 'token', 'tokens', '1') then 1
        when regexp_matches(lower({{ unit }}), '^(1k|1,?000|thousand) ?(count|tokens?)?s?$') then 1000
        when regexp_matches(lower({{ unit }}), '^(1m|1,?000,?000|million) ?(count|tokens?)?s?$') then 1000000
    end as decimal(7, 0)
)
{%- endmacro %}
