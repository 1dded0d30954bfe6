-- One row per person with a named seat and month: what the list of seats says of the person, newest first.
with stated as (
    select
        lower(principal_id) as person,
        {{ period_of('seat_date') }} as billing_period,
        department,
        works_as,
        row_number() over (
            partition by lower(principal_id), {{ period_of('seat_date') }}
            order by
                case when works_as is not null then 1 when department is not null then 2 else 3 end asc,
                seat_date desc, vendor_name asc, product_name asc
        ) as newest_first
    from {{ ref('fct_seat_days') }}
    where principal_id is not null
)

select
    person,
    billing_period,
    department,
    works_as
from stated
where newest_first = 1
