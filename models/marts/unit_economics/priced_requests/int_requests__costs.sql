-- One row per attempt that has tokens and reached a provider, with what it costs by list and contract.
{%- set keys = ['source_name', 'delivery_scope', 'request_id'] %}
{%- set classes = ['input', 'cache_read', 'cache_write', 'output', 'reasoning'] %}
with by_class as (
    select
        *,
        {{ money_times('cast(quantity as decimal(28, 12))', 'lowest_unit_price') }} as lowest_list_cost,
        {{ money_times('cast(quantity as decimal(28, 12))', 'highest_unit_price') }} as highest_list_cost,
        {{ money_times('cast(quantity as decimal(28, 12))', 'lowest_contracted_unit_price') }}
            as lowest_contracted_cost,
        {{ money_times('cast(quantity as decimal(28, 12))', 'highest_contracted_unit_price') }}
            as highest_contracted_cost
    from {{ ref('int_requests__priced_classes') }}
),

summed as (
    select
        {{ keys | join(', ') }},
        {{ sum_if_all('lowest_list_cost') }} as lowest_list_cost,
        {{ sum_if_all('highest_list_cost') }} as highest_list_cost,
        {{ sum_if_all('lowest_contracted_cost') }} as lowest_contracted_cost,
        {{ sum_if_all('highest_contracted_cost') }} as highest_contracted_cost,
        {% for class in classes %}
            cast(
                sum(
                    case
                        when token_class = '{{ class }}' and lowest_list_cost = highest_list_cost
                            then lowest_list_cost
                    end
                ) as decimal(28, 12)
            ) as {{ class }}_list_cost,
        {% endfor %}
        max(reason) as reason
    from by_class
    group by {{ keys | join(', ') }}
),

-- Classes of one request are priced in one currency, or it has no sum.
currencies as (
    select
        {{ keys | join(', ') }},
        list_currency,
        contracted_currency,
        count(*) over (partition by {{ keys | join(', ') }}) as count_currencies
    from by_class
    where list_currency is not null or contracted_currency is not null
    group by {{ keys | join(', ') }}, list_currency, contracted_currency
)

select
    {% for key in keys %}
        summed.{{ key }},
    {% endfor %}
    {% for class in classes %}
        summed.{{ class }}_list_cost,
    {% endfor %}
    currencies.list_currency,
    currencies.contracted_currency,
    case when currencies.list_currency is not null then summed.lowest_list_cost end as lowest_list_cost,
    case when currencies.list_currency is not null then summed.highest_list_cost end as highest_list_cost,
    case when currencies.contracted_currency is not null then summed.lowest_contracted_cost end
        as lowest_contracted_cost,
    case when currencies.contracted_currency is not null then summed.highest_contracted_cost end
        as highest_contracted_cost,
    case
        when summed.reason is not null then summed.reason
        when currencies.list_currency is null then 'several_currencies'
    end as reason
from summed
left join currencies
    on
        {% for key in keys %}
            summed.{{ key }} = currencies.{{ key }}
            and
        {% endfor %}
        currencies.count_currencies = 1
