-- One row per figure of a carbon report: of several deliveries of one version and refresh the newest that holds the figure.
{%- set identity = emissions_identity() | join(', ') %}
with emissions as (
    select * from {{ ref('int_provider_emissions__unioned') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

ranked as (
    select
        emissions.*,
        dense_rank() over (
            partition by
                {%- for name in emissions_identity() %}
                emissions.{{ name }},
                {%- endfor %}
                emissions.emission_scope
            order by deliveries.delivery_order desc
        ) as newest_first
    from emissions
    inner join deliveries on emissions.delivery_id = deliveries.delivery_id
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
        {%- for measure in emissions_measures() %}
        cast(sum({{ measure }}) as decimal(28, 12)) as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from ranked
    where newest_first = 1
    group by {{ identity }}
)

select * from newest
