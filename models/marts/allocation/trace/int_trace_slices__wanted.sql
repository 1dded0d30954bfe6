-- One row per slice of the trace: of charges, of what pools share, and of what pools pass to each other.
with chains as (
    select * from {{ ref('int_pool_chains') }}
)

select
    slice_id,
    slice_version
from {{ ref('int_allocation_slices__wanted') }}
union all
select
    slice_id,
    slice_version
from {{ ref('int_pool_slices__wanted') }}
union all
select
    slice_id,
    md5(string_agg(
        {{ identity(['chain_id', 'sharing_rule_id', 'sharing_rule_version', 'allocation_method', 'share']) }},
        '' order by chain_id
    )) as slice_version
from chains
group by slice_id
