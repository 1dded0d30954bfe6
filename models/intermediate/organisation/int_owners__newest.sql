-- One row per owner kind, value and start of validity: the mapping landed last. Only rows with a team.
with owners as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_owners__owners') }}
    where team is not null
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

ranked as (
    select
        owners.*,
        row_number() over (
            partition by owners.owner_kind, owners.owner_value, owners.valid_since
            order by {{ landed_last('owners') }}, owners.team asc, owners.product asc, owners.valid_until asc
        ) as newest_first
    from owners
    inner join deliveries on owners.delivery_id = deliveries.delivery_id
),

newest as (
    select
        owner_kind,
        owner_value,
        team,
        product,
        environment,
        customer,
        valid_since as valid_from,
        valid_until as valid_to
    from ranked
    where newest_first = 1
)

select * from newest
