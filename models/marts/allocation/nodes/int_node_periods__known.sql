-- One row per billing period in which clusters describe nodes, with a fingerprint of which on which days.
select
    {{ period_of('usage_date') }} as usage_period,
    md5(
        string_agg(distinct usage_date || '|' || resource_key, ',' order by usage_date || '|' || resource_key)
    )
        as nodes_fingerprint
from {{ ref('int_node_keys') }}
group by {{ period_of('usage_date') }}
