-- One row per work with energy: that of the best way to know it.
with ranked as (
    select
        *,
        row_number() over (partition by work_id order by {{ method_order('method') }}) as place
    from {{ ref('int_energy__facility') }}
    where facility_kwh_central is not null
)

select * from ranked
where place = 1
