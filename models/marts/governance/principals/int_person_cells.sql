-- One row per cell of persons (period, kind, provider, basis, currency, and the team, department, work and
-- product that rows would show): how many persons it has, and whether it is shown or pooled.
with cell_persons as (
    select distinct
        pool_id,
        cell_id,
        person
    from {{ ref('int_principal_lines') }}
    where is_person
),

cells as (
    select
        pool_id,
        cell_id,
        count(*) as count_persons
    from cell_persons
    group by pool_id, cell_id
),

-- The smallest first: that is the order in which cells are pooled.
ordered as (
    select
        *,
        row_number() over (partition by pool_id order by count_persons asc, cell_id asc) as place,
        count(case when count_persons < {{ smallest_group() }} then 1 end)
            over (partition by pool_id) as count_small
    from cells
),

-- A person of two cells counts once, in the first of them.
first_places as (
    select
        cell_persons.pool_id,
        cell_persons.person,
        min(ordered.place) as place
    from cell_persons
    inner join ordered on cell_persons.cell_id = ordered.cell_id
    group by cell_persons.pool_id, cell_persons.person
),

persons_new as (
    select
        pool_id,
        place,
        count(*) as count_new
    from first_places
    group by pool_id, place
),

accumulated as (
    select
        ordered.*,
        sum(coalesce(persons_new.count_new, 0)) over (
            partition by ordered.pool_id order by ordered.place
            rows between unbounded preceding and current row
        ) as count_persons_so_far
    from ordered
    left join persons_new on ordered.pool_id = persons_new.pool_id and ordered.place = persons_new.place
),

-- All that are too small are pooled, and the next ones until the pool itself is large enough: with one small
-- cell alone in it, the total less what is shown would be that cell.
cut as (
    select
        pool_id,
        min(
            case when place >= count_small and count_persons_so_far >= {{ smallest_group() }} then place end
        ) as last_place
    from accumulated
    where count_small > 0
    group by pool_id
)

select
    accumulated.cell_id,
    accumulated.count_persons,
    accumulated.count_small > 0
    and accumulated.place <= coalesce(cut.last_place, accumulated.place) as is_pooled,
    accumulated.count_small > 0 and cut.last_place is null as is_too_few
from accumulated
left join cut on accumulated.pool_id = cut.pool_id
