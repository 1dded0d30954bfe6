-- Periods of one owner value do not overlap and are not empty, so that no join by day multiplies a charge.
with owners as (
    select
        *,
        lead(valid_from) over (partition by owner_kind, owner_value order by valid_from) as next_from
    from {{ ref('dim_owner') }}
)

select * from owners
where coalesce(valid_to <= valid_from, true) or valid_to > next_from
