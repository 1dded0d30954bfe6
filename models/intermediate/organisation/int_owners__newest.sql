-- One row per owner kind, value and start of validity: the mapping landed last. Only rows with a team.
with owners as (
    select * from {{ ref('stg_owners__owners') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

ranked as (
    select
        owners.*,
        row_number() over (
            partition by owners.owner_kind, owners.owner_value, owners.valid_from
            order by deliveries.delivery_order desc, owners.source_row desc nulls last
        ) as newest_first
    from owners
    inner join deliveries on owners.delivery_id = deliveries.delivery_id
    where owners.team is not null
),

newest as (
    select
        owner_kind,
        owner_value,
        team,
        product,
        environment,
        customer,
        coalesce(valid_from, date '1970-01-01') as valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from ranked
    where newest_first = 1
)

select * from newest
