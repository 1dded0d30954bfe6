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
    The model that an AWS-billed usage type names, in AWS's spelling. Shape: scalar text; NULL for marketplace usage
    types, which name none (their product does).
-#}
{% macro bedrock_model(usage_type) -%}
nullif(
    regexp_extract(
        {{ usage_type }},
        '^((EU|[A-Z]{2,4}[0-9]{1,2})-)?([^_:]+?)(-mantle)?-(cache-?(read|write)|input|output)[-a-z0-9]*token',
        3
    ), ''
)
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
