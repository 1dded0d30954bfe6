-- One row per day, provider that bills throughput and owner's dimensions: unit hours that their tokens take.
-- Unit hours that the list business_drivers states for a day speak alone for it.
{%- set owner = ['team', 'product', 'environment', 'customer'] %}
{%- set unknown = 'cast(null as varchar)' %}
with stated as (
    select * from {{ ref('fct_business_drivers') }}
    where driver_name = 'capacity_tokens'
),

throughput as (
    select distinct
        provider_name,
        usage_date
    from {{ ref('fct_capacity_hours') }}
    where lower(capacity_unit) in {{ throughput_units() }}
),

-- Tokens that a bill counts are paid by the token, and batches never run on throughput that is kept.
tokens as (
    select
        usage_rows.usage_date,
        usage_rows.provider_name,
        coalesce(usage_rows.model_name, '') as model_name,
        {{ owner | join(', ') }},
        token_classes.direction,
        token_classes.cache_action,
        cast(sum(usage_rows.quantity) as decimal(28, 0)) as quantity
    from {{ ref('int_usage__owned') }} as usage_rows
    inner join throughput
        on
            usage_rows.provider_name = throughput.provider_name
            and usage_rows.usage_date = throughput.usage_date
    left join {{ ref('token_classes') }} as token_classes
        on usage_rows.token_class = token_classes.token_class
    where
        usage_rows.usage_unit = 'tokens'
        and usage_rows.usage_origin = 'gateway_log'
        and coalesce(usage_rows.service_tier, '') != 'batch'
        and not exists (
            select 1 from stated
            where stated.driver_date = usage_rows.usage_date
        )
    group by
        usage_rows.usage_date, usage_rows.provider_name, coalesce(usage_rows.model_name, ''),
        {{ owner | join(', ') }}, token_classes.direction, token_classes.cache_action
),

-- The longest name that fits: a provider's line without a name is for models of which nothing is known.
weighed as (
    select
        tokens.*,
        weights.tokens_per_unit_minute,
        case
            when tokens.cache_action = 'read' then weights.cached_weight
            when tokens.direction = 'output' then weights.output_weight
            else cast(1 as decimal(8, 4))
        end as token_weight,
        row_number() over (
            partition by
                tokens.usage_date, tokens.provider_name, tokens.model_name, {{ owner | join(', ') }},
                tokens.direction, tokens.cache_action
            order by length(weights.model_name) desc nulls last
        ) as closest
    from tokens
    inner join {{ ref('capacity_token_weights') }} as weights
        on
            tokens.provider_name = weights.provider_name
            and tokens.model_name like coalesce(weights.model_name, '') || '%'
),

by_model as (
    select
        usage_date,
        provider_name,
        {{ owner | join(', ') }},
        cast({{ ratio('sum(quantity * token_weight)', 'tokens_per_unit_minute * 60') }} as decimal(28, 12))
            as unit_hours
    from weighed
    where closest = 1
    group by usage_date, provider_name, model_name, {{ owner | join(', ') }}, tokens_per_unit_minute
)

select
    usage_date,
    provider_name,
    {{ owner | join(', ') }},
    cast(sum(unit_hours) as decimal(28, 12)) as unit_hours
from by_model
group by usage_date, provider_name, {{ owner | join(', ') }}
union all
select
    driver_date as usage_date, {{ unknown }} as provider_name, team, product, {{ unknown }} as environment,
    customer,
    cast(sum(quantity) as decimal(28, 12)) as unit_hours
from stated
group by driver_date, team, product, customer
