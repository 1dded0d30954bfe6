-- One row per resource, day of a charge to describe, and kind of evidence that names its owner.
with resources as (
    select distinct
        resource_id,
        resource_name,
        charge_date
    from {{ ref('int_charges__to_describe') }}
    where coalesce(resource_id, resource_name) is not null
),

owners as (
    select * from {{ ref('dim_owner') }}
),

named as (
    {% for column in ['resource_id', 'resource_name'] %}
        select
            resources.*,
            owners.*,
            {{ loop.index }} as speaking_order
        from resources
        inner join owners
            on owners.owner_kind = 'resource' and resources.{{ column }} = owners.owner_value
        union all
    {% endfor %}
    select
        resources.*,
        owners.*,
        -length(owners.owner_value) as speaking_order
    from resources
    inner join owners
        on
            owners.owner_kind = 'name_pattern'
            and (
                {{ fits_pattern('resources.resource_id', 'owners.owner_value') }}
                or {{ fits_pattern('resources.resource_name', 'owners.owner_value') }}
            )
),

-- The id before the name; of patterns the longest, of two as long the first by text.
ranked as (
    select
        *,
        row_number() over (
            partition by resource_id, resource_name, charge_date, owner_kind
            order by speaking_order, owner_value
        ) as first_wins
    from named
    where charge_date >= valid_from and charge_date < valid_to
)

select * from ranked
where first_wins = 1
