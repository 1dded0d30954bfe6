-- One row per pool and target of it, with the stored share of the target in the pool's money.
{%- set targets = emission_targets() | join(', ') %}

select
    pool_id,
    {{ targets }},
    md5({{ identity(emission_targets()) }}) as target_key,
    sum(share) as pool_share
from {{ ref('fct_allocated_costs') }}
where pool_id is not null
group by pool_id, {{ targets }}
