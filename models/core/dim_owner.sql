-- One row per owner kind, value and period of validity; periods of one value never overlap.
with owners as (
    select * from {{ ref('int_owners__newest') }}
),

disjoint as (
    select
        owner_kind,
        owner_value,
        team,
        product,
        environment,
        customer,
        valid_from,
        least(
            valid_to,
            coalesce(
                lead(valid_from) over (partition by owner_kind, owner_value order by valid_from), valid_to
            )
        ) as valid_to
    from owners
),

owners_by_validity as (
    select
        md5({{ identity(['owner_kind', 'owner_value', 'valid_from']) }}) as owner_id,
        owner_kind,
        owner_value,
        team,
        product,
        environment,
        customer,
        valid_from,
        valid_to
    from disjoint
    where valid_from < valid_to
)

select * from owners_by_validity
