-- One row per owner kind, value and period of validity; periods of one value never overlap.
with owners as (
    select * from {{ ref('int_owners__newest') }}
    where valid_from < valid_to
),

boundaries as (
    select
        owner_kind,
        owner_value,
        valid_from as boundary
    from owners
    union
    select
        owner_kind,
        owner_value,
        valid_to as boundary
    from owners
),

periods as (
    select
        owner_kind,
        owner_value,
        boundary as period_from,
        lead(boundary) over (partition by owner_kind, owner_value order by boundary) as period_to
    from boundaries
),

-- Where two mappings cover the same days, the one that starts later counts, and the other again after it.
covering as (
    select
        owners.*,
        periods.period_from,
        periods.period_to,
        row_number() over (
            partition by periods.owner_kind, periods.owner_value, periods.period_from
            order by owners.valid_from desc, owners.valid_to asc, owners.team asc, owners.product asc
        ) as latest_start_first,
        count(*) over (
            partition by periods.owner_kind, periods.owner_value, periods.period_from
        ) as count_mappings
    from periods
    inner join owners
        on
            periods.owner_kind = owners.owner_kind
            and periods.owner_value = owners.owner_value
            and periods.period_from >= owners.valid_from
            and periods.period_to <= owners.valid_to
),

owners_by_validity as (
    select
        md5({{ identity(['owner_kind', 'owner_value', 'period_from']) }}) as owner_id,
        owner_kind,
        owner_value,
        team,
        product,
        environment,
        customer,
        period_from as valid_from,
        period_to as valid_to,
        count_mappings > 1 as is_overlap_resolved
    from covering
    where latest_start_first = 1
)

select * from owners_by_validity
