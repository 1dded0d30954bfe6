{#-
    Azure meters in blocks: `10K`, `100 Hours`, `1M`, `1 GB/Month`, `1/Hour`. `unit_of_measure` is the text as delivered.
-#}

{#-
    How many units a block holds. Shape: scalar decimal(13, 0); 1 where the text begins with no number, NULL for a
    number that cannot be read.
-#}
{% macro azure_block_size(unit_of_measure) -%}
{%- set pattern = "'^ *([0-9]{1,7})([KkMm]?)s?( .*|/.*)?$'" -%}
case
    when not regexp_matches(coalesce({{ unit_of_measure }}, ''), '^ *[0-9]') then cast(1 as decimal(13, 0))
    else
        cast(
            nullif(try_cast(regexp_extract({{ unit_of_measure }}, {{ pattern }}, 1) as decimal(7, 0)), 0)
            * case upper(regexp_extract({{ unit_of_measure }}, {{ pattern }}, 2))
                when 'M' then 1000000
                when 'K' then 1000
                else 1
            end as decimal(13, 0)
        )
end
{%- endmacro %}

{#- What is counted, in FOCUS words. Shape: scalar text; `Units` where nothing is named, NULL for NULL. -#}
{% macro azure_unit_name(unit_of_measure) -%}
{%- set words -%}
trim(regexp_replace({{ unit_of_measure }}, '^ *[0-9,.]+([KkMm]|s)?( *$| +/?|/)', ''))
{%- endset -%}
case lower({{ words }})
    when '' then 'Units'
    {%- for name, spellings in {
        'Hours': ['hour', 'hours', 'hrs'], 'Days': ['day', 'days'], 'Months': ['month', 'months'],
        'Seconds': ['second', 'seconds'], 'GB-Months': ['gb/month', 'gb month'], 'GB-Hours': ['gb hour', 'gb hours'],
        'GB-Seconds': ['gb second', 'gb seconds'],
    }.items() %}
    {%- for spelling in spellings %}
    when '{{ spelling }}' then '{{ name }}'
    {%- endfor %}
    {%- endfor %}
    else {{ words }}
end
{%- endmacro %}
