-- One row per billing period with pools: the slice of its shares, with the version it should have.
select
    'pools|' || billing_period as slice_id,
    billing_period,
    md5(string_agg(md5({{ identity(
        ['pool_id', 'target_kind', 'target_id', 'edge_part', 'weight', 'allocation_method'] + cost_measures()
    ) }}), '' order by pool_id, target_kind, target_id, edge_part)) as slice_version
from {{ ref('int_pool_parts') }}
group by billing_period
