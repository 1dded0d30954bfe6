-- One row per figure of a carbon report, from the newest delivery of its version and refresh that holds it.
{%- set identity = emissions_identity() | join(', ') %}
with emissions as (
    select * from {{ ref('int_provider_emissions__unioned') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

with_order as (
    select
        emissions.*,
        deliveries.delivery_order
    from emissions
    inner join deliveries on emissions.delivery_id = deliveries.delivery_id
),

ranked as (
    select
        *,
        dense_rank() over (
            partition by {{ identity }}, emission_scope
            order by delivery_order desc
        ) as newest_first
    from with_order
),

-- Scopes that were asked for one by one come together in one row.
newest as (
    select
        {{ identity }},
        min(provider_name) as provider_name,
        min(service_name) as service_name,
        min(delivered_unit) as delivered_unit,
        min(delivery_id) as delivery_id,
        bool_or(is_unit_unknown) as is_unit_unknown,
        {{ emission_sums() }}
    from ranked
    where newest_first = 1
    group by {{ identity }}
)

select * from newest
