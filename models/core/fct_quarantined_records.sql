-- One row per record that was set aside while landing.
with quarantine as (
    select * from {{ ref('stg_finops__quarantine') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

numbered as (
    select
        *,
        row_number() over (
            partition by delivery_id, source_file, content_hash, source_row, column_name, reason
            order by loaded_at
        ) as twin_ordinal
    from quarantine
)

select
    md5(
        {{ identity([
            'numbered.delivery_id', 'numbered.source_file', 'numbered.content_hash', 'numbered.source_row',
            'numbered.column_name', 'numbered.reason', 'numbered.twin_ordinal',
        ]) }}
    ) as quarantined_record_id,
    numbered.delivery_id,
    deliveries.source_name,
    deliveries.delivery_scope,
    deliveries.billing_period,
    numbered.source_file,
    numbered.source_row,
    numbered.column_name,
    numbered.reason,
    numbered.loaded_at,
    coalesce(deliveries.is_current, false) as is_current
from numbered
left join deliveries on numbered.delivery_id = deliveries.delivery_id
