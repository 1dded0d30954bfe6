-- One row per hour of any kind that may warn: whether it does, by its money or because that is not known.
{%- set rules = warning_rules() %}
{%- set scope = ['warning_kind', 'source_name', 'delivery_scope', 'currency', 'scope_value', 'usage_hour'] %}
with hours as (
    select
        *,
        coalesce(observed_cost, 0) - coalesce(expected_cost, 0) as excess_cost,
        sum(coalesce(observed_cost, 0) - coalesce(expected_cost, 0)) over (
            partition by {{ scope | join(', ') }}
        ) as excess_of_scope
    from {{ ref('int_warning_hours__floored') }}
),

fired as (
    select
        *,
        is_sure or excess_of_scope * 24 >= floor_per_day as is_fired
    from hours
),

-- What narrower warnings say of a key in an hour and the one before, so that wider ones do not say it again.
narrower as (
    {% for minutes in [0, 60] %}
        select
            source_name,
            delivery_scope,
            api_key_id,
            currency,
            {{ minutes_later('usage_hour', minutes) }} as usage_hour,
            case when warning_kind = 'broken_cache' then excess_cost end as lost_cost,
            case when warning_kind != 'broken_cache' then observed_cost end as known_cost
        from fired
        where is_fired and warning_kind != 'spiking_key'
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

explained as (
    select
        source_name,
        delivery_scope,
        api_key_id,
        currency,
        usage_hour,
        coalesce(max(lost_cost), 0) as lost_cost,
        coalesce(max(known_cost), 0) as known_cost
    from narrower
    group by source_name, delivery_scope, api_key_id, currency, usage_hour
)

select fired.*
from fired
left join explained
    on
        fired.source_name = explained.source_name
        and fired.delivery_scope = explained.delivery_scope
        and fired.api_key_id = explained.api_key_id
        and fired.currency = explained.currency
        and fired.usage_hour = explained.usage_hour
where
    (fired.is_fired or fired.began_at is not null)
    and coalesce(
        case fired.warning_kind
            when 'spiking_key' then greatest(explained.lost_cost, explained.known_cost)
            when 'broken_cache' then explained.known_cost
        end, 0
    ) < greatest(cast({{ rules.explained_share }} as decimal(3, 2)) * fired.excess_cost, 0.000000000001)
