-- One row per closed billing period, with the slice and version of its frozen rows.
select
    billing_period,
    version as closing_version,
    'closed|' || billing_period as slice_id,
    'v' || cast(version as varchar) || '|' || content_md5 as slice_version
from {{ source('raw_closed', 'closings') }}
where is_current
