-- One row per day, vendor, product, plan and person with a seat (or a number of seats without names).
with snapshot_days as (
    select * from {{ ref('int_copilot_seats__days') }}
),

activity as (
    select * from {{ ref('int_copilot_seats__activity') }}
),

listed_days as (
    select * from {{ ref('int_seats__days') }}
),

united as (
    select
        snapshot_days.seat_date,
        'GitHub' as vendor_name,
        'GitHub Copilot' as product_name,
        snapshot_days.principal_id,
        snapshot_days.plan_name,
        cast(1 as decimal(28, 12)) as count_seats,
        activity.is_active,
        snapshot_days.last_activity_at,
        snapshot_days.assigned_since,
        cast(null as decimal(28, 12)) as monthly_price,
        cast(null as varchar) as price_currency,
        cast(null as varchar) as department,
        cast(null as varchar) as works_as,
        snapshot_days.evidence,
        snapshot_days.snapshot_date as known_on,
        case snapshot_days.evidence when 'snapshot' then 1 else 2 end as evidence_rank
    from snapshot_days
    left join activity
        on
            snapshot_days.principal_id = activity.principal_id
            and snapshot_days.seat_date = activity.seat_date
    union all
    select
        seat_date,
        vendor_name,
        product_name,
        principal_id,
        plan_name,
        count_seats,
        cast(null as boolean) as is_active,
        cast(null as timestamp) as last_activity_at,
        valid_from as assigned_since,
        monthly_price,
        price_currency,
        department,
        works_as,
        'list' as evidence,
        cast(null as date) as known_on,
        3 as evidence_rank
    from listed_days
),

-- A person seen in an organisation and in its enterprise has one seat. Only the list knows who the person is.
ranked as (
    select
        *,
        {% for name in ['department', 'works_as'] -%}
            max({{ name }}) over (
                partition by
                    seat_date, vendor_name, product_name, lower(principal_id),
                    case when principal_id is null then plan_name end
            ) as listed_{{ name }},
        {% endfor -%}
        row_number() over (
            partition by
                seat_date, vendor_name, product_name, lower(principal_id),
                case when principal_id is null then plan_name end
            order by evidence_rank asc, known_on desc, assigned_since desc nulls last, plan_name asc
        ) as nearest_first
    from united
)

select
    md5({{ identity([
        'seat_date', 'vendor_name', 'product_name', 'lower(principal_id)',
        'case when principal_id is null then plan_name end',
    ]) }}) as seat_day_id,
    seat_date,
    vendor_name,
    product_name,
    principal_id,
    plan_name,
    count_seats,
    is_active,
    last_activity_at,
    assigned_since,
    monthly_price,
    price_currency,
    listed_department as department,
    listed_works_as as works_as,
    evidence,
    known_on
from ranked
where nearest_first = 1
