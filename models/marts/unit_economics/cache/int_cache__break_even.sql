-- One row per provider, model, tier and day: reads that pay for a write, by the list prices of text.
{%- set keys = ['provider_name', 'model_id', 'service_tier', 'usage_date'] %}
{%- set context_keys = keys + ['model_name', 'speed', 'context_window'] %}
{%- set writes = {'5m': 'cache_write_5m', '1h': 'cache_write_1h', 'unstated': 'cache_write'} %}

with prices as (
    select
        prices.*,
        coalesce(models.model_id, 'unknown') as model_id
    from {{ ref('int_usage_prices') }} as prices
    left join {{ ref('dim_ai_model') }} as models
        on prices.provider_name = models.provider_name and prices.model_name = models.model_name
    where prices.usage_unit = 'tokens'
),

side_by_side as (
    select
        {{ context_keys | join(', ') }},
        max(case when token_class = 'input' then unit_price end) as input_price,
        {% for ttl, token_class in writes.items() -%}
            max(case when token_class = '{{ token_class }}' then unit_price end) as write_price_{{ ttl }},
        {% endfor -%}
        max(case when token_class = 'cache_read' then unit_price end) as read_price
    from prices
    group by {{ context_keys | join(', ') }}
),

-- A write that costs no more than the tokens themselves is paid for at once.
by_context as (
    select
        {{ keys | join(', ') }},
        {% for ttl in writes -%}
            case
                when write_price_{{ ttl }} > input_price and read_price < input_price
                    then {{ ratio('write_price_' ~ ttl ~ ' - input_price', 'input_price - read_price') }}
            end as reads_{{ ttl }},
            case
                when input_price is null or write_price_{{ ttl }} is null or read_price is null
                    then 'price_missing'
                when write_price_{{ ttl }} <= input_price then 'writes_cost_no_more'
                when read_price >= input_price then 'reads_cost_no_less'
            end as reason_{{ ttl }},
        {% endfor -%}
        model_name
    from side_by_side
)

-- Contexts and speeds have prices of their own, mostly with the same proportions.
select
    {{ keys | join(', ') }},
    {% for ttl in writes -%}
        case
            when
                count(reason_{{ ttl }}) = 0
                and round(min(reads_{{ ttl }}), 6) = round(max(reads_{{ ttl }}), 6)
                then min(reads_{{ ttl }})
        end as break_even_reads_{{ ttl }},
        case
            when count(reason_{{ ttl }}) > 0 then max(reason_{{ ttl }})
            when round(min(reads_{{ ttl }}), 6) != round(max(reads_{{ ttl }}), 6) then 'several_prices'
        end as break_even_reason_{{ ttl }},
    {% endfor -%}
    count(*) as count_prices
from by_context
group by {{ keys | join(', ') }}
