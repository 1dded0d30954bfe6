-- One row per delivery of costs that replaces what came before it, as a slice of its own: it never changes.
select
    deliveries.delivery_id as slice_id,
    md5(deliveries.delivery_id || code_version.code_version) as slice_version
from {{ ref('int_deliveries__ranked') }} as deliveries
inner join {{ ref('sources') }} as sources on deliveries.source_name = sources.source_name
cross join {{ source('ops', 'code_version') }} as code_version
where
    sources.path = 'cost'
    and deliveries.restatement_style in ('whole_period', 'days')
    and not deliveries.is_append_part
