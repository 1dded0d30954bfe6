-- One row per hour of any kind that may warn: whether it does, by its money or because its money is not known.
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

-- What narrower warnings say of a key in an hour, so that wider ones say it no second time.
narrower as (
    select
        source_name,
        delivery_scope,
        api_key_id,
        currency,
        usage_hour,
        max(case when warning_kind = 'broken_cache' then excess_cost end) as lost_cost,
        max(case when warning_kind != 'broken_cache' then observed_cost end) as known_cost
    from fired
    where is_fired and warning_kind != 'spiking_key'
    group by source_name, delivery_scope, api_key_id, currency, usage_hour
)

select fired.*
from fired
left join narrower
    on
        fired.source_name = narrower.source_name
        and fired.delivery_scope = narrower.delivery_scope
        and fired.api_key_id = narrower.api_key_id
        and fired.currency = narrower.currency
        and fired.usage_hour = narrower.usage_hour
where
    (fired.is_fired or fired.began_at is not null)
    and case fired.warning_kind
        when 'spiking_key' then greatest(coalesce(narrower.lost_cost, 0), coalesce(narrower.known_cost, 0))
        when 'broken_cache' then coalesce(narrower.known_cost, 0)
        else 0
    end <= cast({{ rules.explained_share }} as decimal(3, 2)) * fired.excess_cost
