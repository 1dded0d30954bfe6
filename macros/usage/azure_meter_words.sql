{#-
    Azure OpenAI and Foundry say in the words of a meter name what it counts, in words that changed over time:
    `gpt-4o-0806-Inp-glbl Tokens`, `gpt 4o mini0718 BatchOutp DataZone Tokens`, `56luna LoCo Cd Wr Fl Gl 1M Tokens`.
    The macros read the words that azure_meter_words makes of the name: lower case, one blank between words and at
    both ends, each word of ours in one spelling.
-#}

{#- The words of a meter that counts tokens. Shape: scalar text; NULL for every other meter. -#}
{% macro azure_meter_words(meter) -%}
{%- set spaced -%}
' ' || regexp_replace(
    regexp_replace(lower({{ meter }}), '[ _-]+', ' ', 'g'), '(batch)(inp|outp|opt)', '\1 \2', 'g'
) || ' '
{%- endset -%}
{%- set spellings = [
    ('inp|inpt|in|prompt', 'input'), ('outp|outpt|opt|out|completion', 'output'),
    ('cached|cchd|ccchd|cd|cach', 'cache'), ('wr', 'write'), ('gl|glbl', 'global'),
    ('data zone|datazone|dzone|dz', 'datazone'), ('regnl|rgnl|rg', 'regional'), ('fl', 'flex'),
    ('pp|prio', 'priority'), ('loco|longco', 'longcontext'), ('shco|shortco', 'shortcontext'),
    ('aud', 'audio'), ('txt', 'text'), ('img', 'image'), ('tkn', 'tokens'), ('trng', 'training'),
] -%}
{%- set ns = namespace(words="regexp_replace(" ~ spaced ~ ", '(mini|aud|txt)([0-9]{4}) ', '\\1 \\2 ', 'g')") -%}
{%- for delivered, word in spellings -%}
    {%- set ns.words = "regexp_replace(" ~ ns.words ~ ", ' (" ~ delivered ~ ") ', ' " ~ word ~ " ', 'g')" -%}
{%- endfor -%}
case
    when lower({{ meter }}) like '%tokens%' or regexp_matches({{ spaced }}, ' (inp|inpt|outp|outpt|opt) ')
        then {{ ns.words }}
end
{%- endmacro %}

{#-
    The token class. Shape: scalar text; NULL where the words are none of ours, training tokens among them.
    Embeddings have no direction: what is embedded is input.
-#}
{% macro azure_token_class(words) -%}
case
    when {{ words }} like '% training %' then null
    when {{ words }} like '% cache write %' or {{ words }} like '% write %' then 'cache_write'
    else
        case
            when {{ words }} like '% cache %' then 'cache_read'
            when {{ words }} like '% output %' then 'output'
            when {{ words }} like '% input %' or {{ words }} like '% embedding %' then 'input'
        end
        || case
            when {{ words }} like '% text input %' or {{ words }} like '% text output %' then ''
            when {{ words }} like '% audio %' and {{ words }} not like '% text %' then '_audio'
            when regexp_matches({{ words }}, ' image (input|output|global|datazone|regional|tokens) ') then '_image'
            else ''
        end
end
{%- endmacro %}

{#- The service tier; without a word it is on demand. Shape: scalar text; NULL where no tokens are counted. -#}
{% macro azure_service_tier(words) -%}
case
    {%- for tier in ['batch', 'flex', 'priority'] %}
    when {{ words }} like '% {{ tier }} %' then '{{ tier }}'
    {%- endfor %}
    when {{ words }} is not null then 'standard'
end
{%- endmacro %}

{#- Where the deployment runs: global, data_zone, regional. Shape: scalar text; NULL where the meter does not say. -#}
{% macro azure_deployment_scope(words) -%}
case
    when {{ words }} like '% global %' then 'global'
    when {{ words }} like '% datazone %' then 'data_zone'
    when {{ words }} like '% regional %' then 'regional'
end
{%- endmacro %}

{#-
    The model, spelled as its developer does as far as the meter tells: `gpt-4o-mini-0718`, `gpt-5.6-luna`. `product` is
    text in which the family may stand that the meter leaves out. Shape: scalar text; NULL where nothing is left.
-#}
{% macro azure_model(words, product) -%}
{%- set ours = 'input|output|cache|write|batch|flex|priority|std|standard|global|datazone|regional|longcontext'
    ~ '|shortcontext|tokens|1m|1k|training' -%}
{%- set bare -%}
trim(regexp_replace(regexp_replace({{ words }}, ' ({{ ours }})( ({{ ours }}))* ', ' ', 'g'), ' ({{ ours }}) ', ' ', 'g'))
{%- endset -%}
{%- set modeless -%}
regexp_replace(
    regexp_replace(
        regexp_replace({{ bare }}, '^(gpt ?4o( mini)?) audio', '\1 hearing'), '^gpt image', 'gpt picture'
    ), ' (audio|text|image)( |$)', '\2', 'g'
)
{%- endset -%}
{%- set ns = namespace(
    model="replace(replace(" ~ modeless ~ ", ' hearing', ' audio'), 'gpt picture', 'gpt image')"
) -%}
{%- for pattern, replacement in [
    (' ', '-'), ('^gpt-?([0-9])', '\\1'), ('^35-turbo', '3.5-turbo'), ('^([3-9])([0-9])([a-z-]|$)', '\\1.\\2\\3'),
    ('^([0-9][.][0-9])([a-z])', '\\1-\\2'), ('^4omini', '4o-mini'), ('^([3-9]([.-]|o|$))', 'gpt-\\1'),
] -%}
    {%- set ns.model = "regexp_replace(" ~ ns.model ~ ", '" ~ pattern ~ "', '" ~ replacement ~ "', 'g')" -%}
{%- endfor -%}
nullif(
    case when lower({{ product }}) like '%deepseek%' and {{ words }} not like '%deepseek%' then 'deepseek-' else '' end
    || {{ ns.model }},
    ''
)
{%- endmacro %}

{#- Whether a meter is a provisioned throughput unit (PTU), billed by the hour. Shape: scalar boolean. -#}
{% macro azure_is_provisioned(meter) -%}
coalesce(lower({{ meter }}) like '%provisioned managed%', false)
{%- endmacro %}
