-- One row per gateway, key, model, list currency and day with prompts: the part earlier days read cached.
{%- set rules = warning_rules() %}
{%- set keys = [
    'source_name', 'delivery_scope', 'api_key_id', 'provider_name', 'model_name', 'list_currency',
] %}
with days as (
    select * from {{ ref('int_warning_model_days') }}
)

-- What a token costs is taken from the same days, all of them alike.
select
    {{ columns_of('days', keys) }},
    days.usage_date,
    {{ median_of(ratio('earlier.cache_read_tokens', 'earlier.prompt_tokens')) }} as usual,
    {{ ratio('sum(earlier.input_list_cost)', 'sum(earlier.input_tokens)') }} as input_price,
    {{ ratio('sum(earlier.cache_read_list_cost)', 'sum(earlier.cache_read_tokens)') }} as read_price
from days
inner join days as earlier
    on
        {%- for key in keys %}
            days.{{ key }} = earlier.{{ key }} and
        {%- endfor %}
        days.usage_date > earlier.usage_date
        and days.usage_date <= earlier.usage_date + {{ rules.history_days }}
group by {{ columns_of('days', keys) }}, days.usage_date
having count(*) >= {{ rules.days_needed }}
