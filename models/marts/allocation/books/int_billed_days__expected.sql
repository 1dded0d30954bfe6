-- One row per row of billed days: by what its cost grows until it is final, NULL where no history says so.
with billed as (
    select * from {{ ref('int_billed_days') }}
),

deliveries as (
    select
        delivery_id,
        is_invoiced,
        coalesce(export_time, delivered_at, landed_at) as known_at
    from {{ ref('fct_deliveries') }}
),

completeness as (
    select
        *,
        {{ exact_rate('final_cost', 'known_cost') }} as growth
    from {{ ref('fct_source_completeness') }}
),

aged as (
    select
        billed.*,
        deliveries.known_at,
        coalesce(deliveries.is_invoiced, false) as is_invoiced,
        {{ hours_between(next_day_start('billed.charge_date'), 'deliveries.known_at') }} as age_hours
    from billed
    left join deliveries on billed.delivery_id = deliveries.delivery_id
),

dated as (
    select
        *,
        least(greatest(cast(floor(age_hours / 24) as bigint), 0), 35) as age_days
    from aged
)

-- 35 days after a day its cost counts as final, as where completeness is measured.
select
    dated.*,
    dated.is_invoiced or dated.age_days >= 35 as is_final,
    case when dated.is_invoiced or dated.age_days >= 35 then 1 else completeness.growth end as growth
from dated
left join completeness
    on
        dated.source_name = completeness.source_name
        and dated.delivery_scope = completeness.delivery_scope
        and dated.billing_currency = completeness.billing_currency
        and dated.age_days = completeness.age_days
