-- One row per closed billing period, with the day it was closed.
select
    billing_period,
    cast(closed_at as date) as closed_on
from {{ source('raw_closed', 'closings') }}
where is_current
