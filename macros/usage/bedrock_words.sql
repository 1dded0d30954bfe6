{#-
    Amazon Bedrock says in words of the usage type what a line item counts. `token_words` is the usage type from the
    token class on, '' where it counts no tokens; `meter_words` the whole usage type; both in lower case.
-#}

{#- The token class. Shape: scalar text; NULL where no tokens are counted or tokens of a class that is none of ours. -#}
{% macro bedrock_token_class(token_words, meter_words) -%}
case
    when {{ token_words }} = '' or {{ meter_words }} like '%video%' then null
    when {{ token_words }} like 'cache%write%'
        then
            case
                when {{ token_words }} like '%1h%' then 'cache_write_1h'
                when {{ token_words }} like '%5m%' then 'cache_write_5m'
                else 'cache_write'
            end
    else
        case
            when {{ token_words }} like 'cache%read%' then 'cache_read'
            when {{ token_words }} like 'output%' then 'output'
            when {{ token_words }} like 'input%' then 'input'
        end
        || case
            when {{ meter_words }} like '%speech%' or {{ meter_words }} like '%audio%' then '_audio'
            when {{ meter_words }} like '%image%' then '_image'
            else ''
        end
end
{%- endmacro %}

{#- The service tier; without a word it is on demand. Shape: scalar text; NULL where no tokens are counted. -#}
{% macro bedrock_service_tier(token_words, meter_words) -%}
case
    when {{ token_words }} = '' then null
    {%- for tier in ['reserved', 'batch', 'flex', 'priority'] %}
    when {{ meter_words }} like '%{{ tier }}%' then '{{ tier }}'
    {%- endfor %}
    when {{ meter_words }} like '%latency-optimized%' then 'latency_optimized'
    when {{ token_words }} is not null then 'standard'
end
{%- endmacro %}

{#-
    What a Bedrock usage type counts, from the class of the tokens on, in lower case:
    `USE1-Claude4.6Opus-cache-read-input-token-count-batch`, `USE1-MP:USE1_CacheReadInputTokenCount_Batch-Units`.
    Shape: scalar text; '' where it counts no tokens.
-#}
{% macro bedrock_token_words(usage_type) -%}
regexp_extract(
    lower({{ usage_type }}), '(cache[-_]?(read|write)|input|output)[-_a-z0-9]*?tokens?[-_a-z0-9]*$', 0
)
{%- endmacro %}

{#-
    Where a request may be served: `global`, `geo` (a cross-region profile within a geography) or `in_region`, which
    has no word. Shape: scalar text; NULL where no tokens are counted.
-#}
{% macro bedrock_routing(token_words, meter_words) -%}
case
    when {{ token_words }} = '' then null
    when {{ meter_words }} like '%global%' then 'global'
    when {{ meter_words }} like '%cross%region%' or {{ meter_words }} like '%cross%geo%' then 'geo'
    when {{ token_words }} is not null then 'in_region'
end
{%- endmacro %}

{#- The context window that the price is for: `long` or NULL. Shape: scalar text. -#}
{% macro bedrock_context_window(token_words, meter_words) -%}
case
    when {{ token_words }} != '' and regexp_matches({{ meter_words }}, 'long[-_]?context|lctx') then 'long'
end
{%- endmacro %}

{#-
    What a Bedrock meter measures. Shape: scalar text: tokens, reserved_tokens (tokens a minute, by the hour),
    provisioned_throughput (hours of a model unit), model_storage, images, video, audio, or other.
-#}
{% macro bedrock_measure(token_words, meter_words, unit_words) -%}
case
    when {{ token_words }} != '' and {{ meter_words }} like '%reserved%' then 'reserved_tokens'
    when {{ token_words }} != '' then 'tokens'
    when {{ meter_words }} like '%provisioned%' or regexp_matches({{ meter_words }}, 'model[-_]?unit')
        then 'provisioned_throughput'
    when {{ meter_words }} like '%storage%' then 'model_storage'
    when regexp_matches({{ meter_words }}, '[ivt]2v|video|reel') then 'video'
    when regexp_matches({{ meter_words }}, '[it]2i|image|[0-9]x[0-9]') or {{ unit_words }} like 'image%' then 'images'
    when regexp_matches({{ meter_words }}, 'speech|audio') then 'audio'
    when {{ meter_words }} is not null then 'other'
end
{%- endmacro %}

{#-
    The model that a Bedrock charge is for, in AWS's spelling. A marketplace usage type names none, its product does.
    Shape: scalar text; NULL where neither names one.
-#}
{% macro bedrock_model(usage_type, product_name, measure) -%}
{%- set edition = ' (Amazon Bedrock Edition)' -%}
{%- set region = '(?i)^((EU|[A-Z]{2,4}[0-9]{1,2})-)?' -%}
{%- set throughput = 'provisioned-?throughput|model-?units?|no-?commit(?:ment)?|[0-9]+-?months?(?:-?commit(?:ment)?)?' -%}
case
    when {{ measure }} is null or {{ measure }} in ('model_storage', 'other') then null
    when {{ product_name }} like '%{{ edition }}' then replace({{ product_name }}, '{{ edition }}', '')
    when {{ measure }} in ('tokens', 'reserved_tokens')
        then nullif(regexp_extract(
            {{ usage_type }},
            '{{ region }}([^_:]+?)(-mantle)?-(cache-?(read|write)|input|output)[-a-z0-9]*token', 3
        ), '')
    when {{ measure }} = 'provisioned_throughput'
        then case
            when not regexp_matches(
                {{ usage_type }}, '{{ region }}(?:(?:{{ throughput }})(?:-|$))+$'
            ) then nullif(regexp_extract(
                {{ usage_type }}, '{{ region }}(?:(?:{{ throughput }})-)*([^_:]+?)(?:-(?:{{ throughput }}))*$', 3
            ), '')
        end
    else nullif(regexp_extract(
        {{ usage_type }}, '{{ region }}([^_:]+?)-([ivt]2[iv]|image|video|speech|audio|input|output|[0-9]+x[0-9]+)', 3
    ), '')
end
{%- endmacro %}

{#-
    Who made a model, by the words of its name in the spellings of Bedrock. Shape: scalar text, as in legal_entity;
    NULL for a name that tells nothing.
-#}
{% macro bedrock_publisher(model_name) -%}
{%- set makers = {
    'Anthropic': 'claude|anthropic', 'Amazon Web Services': 'nova|titan|amazon', 'Meta': 'llama|meta[.]',
    'Mistral AI': 'mistral|mixtral|ministral|magistral|pixtral|voxtral|devstral',
    'Cohere': 'cohere|command|rerank', 'AI21 Labs': 'ai21|jamba|jurassic', 'DeepSeek': 'deepseek',
    'Stability AI': 'stability|stable|sdxl|^sd3', 'OpenAI': 'openai|gpt', 'Qwen': 'qwen', 'Writer': 'writer|palmyra',
    'Luma AI': 'luma|^ray', 'TwelveLabs': 'twelvelabs|marengo|pegasus', 'Google Cloud': 'gemma',
    'Moonshot AI': 'kimi|moonshot', 'MiniMax': 'minimax', 'NVIDIA': 'nemotron|nvidia', 'Z.ai': 'zai|^glm',
} -%}
case
    {%- for maker, words in makers.items() %}
    when regexp_matches(lower({{ model_name }}), '{{ words }}') then '{{ maker }}'
    {%- endfor %}
end
{%- endmacro %}

{#-
    How many tokens one unit is. Marketplace Units are a million tokens unless the description says thousand.
    Shape: scalar decimal(7, 0); NULL for a unit that is no count of tokens.
-#}
{% macro bedrock_tokens_per_unit(unit_words, description_words) -%}
cast(
    case
        when {{ unit_words }} in ('token', 'tokens') then 1
        when
            {{ unit_words }} like '1k%' or {{ unit_words }} in ('1000 tokens', 'thousand tokens')
            or {{ unit_words }} in ('unit', 'units')
            and ({{ description_words }} like '%thousand%' or {{ description_words }} like '%1k %')
            then 1000
        when
            {{ unit_words }} like '1m%'
            or {{ unit_words }} in ('1000000 tokens', 'million tokens', 'unit', 'units')
            then 1000000
    end as decimal(7, 0)
)
{%- endmacro %}
