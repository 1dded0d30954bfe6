-- One row per list of the organisation and rule on it: how many of its rows break it.
select
    source_name,
    'organisation' as delivery_scope,
    cast(null as varchar) as billing_period,
    rule,
    cast(count(*) filter (where is_broken) as bigint) as count_rows,
    cast(count(*) as bigint) as count_rows_checked,
    min(detail) filter (where is_broken) as example_detail
from {{ ref('int_list_rows__checked') }}
group by source_name, rule
