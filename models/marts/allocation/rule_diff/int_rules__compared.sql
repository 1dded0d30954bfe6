-- One row per two consecutive versions of a rule and version of them in force: its days, and the version that
-- is tried instead.
{%- set filters = [
    'filter_provider_name', 'filter_billing_account_id', 'filter_sub_account_id', 'filter_service_name',
    'filter_charge_category', 'filter_tag', 'filter_team', 'filter_pool',
] %}
with versions as (
    select
        *,
        lag(rule_version) over (partition by rule_id order by rule_version) as version_before,
        lead(rule_version) over (partition by rule_id order by rule_version) as version_after
    from {{ ref('int_allocation_rules__versions') }}
),

-- The pool that a version shares; a direct rule that fills a pool shares none.
shared_pools as (
    select
        rule_id,
        rule_version,
        pool_name
    from {{ ref('int_allocation_rules__pools') }}
),

fed_pools as (
    select distinct fed_pool_name from {{ ref('int_pools__feeding') }}
),

in_force as (
    select
        *,
        rule_version as from_version,
        version_after as to_version,
        version_after as version_tried
    from versions
    where version_after is not null
    union all
    select
        *,
        version_before as from_version,
        rule_version as to_version,
        version_before as version_tried
    from versions
    where version_before is not null
)

-- Where the two take the same, only what the version in force takes is looked at. Where other pools send into
-- the pool, the version tried has a graph of its own.
select
    md5({{ identity([
        'in_force.rule_id', 'in_force.from_version', 'in_force.to_version', 'in_force.rule_version',
    ]) }}) as comparison_id,
    in_force.rule_id,
    in_force.from_version,
    in_force.to_version,
    in_force.rule_version as version_in_force,
    in_force.version_tried,
    in_force.valid_from,
    in_force.valid_to,
    {% for name in filters -%}
        tried.{{ name }},
    {% endfor -%}
    pools.pool_name as shared_pool,
    pools_tried.pool_name as shared_pool_tried,
    fed_pools.fed_pool_name is not null or fed_pools_tried.fed_pool_name is not null as is_fed,
    (
        {% for name in filters + ['priority'] -%}
            {{ differs('in_force.' ~ name, 'tried.' ~ name) }}
            or
        {% endfor -%}
        (in_force.method = 'capacity') != (tried.method = 'capacity')
    ) as takes_otherwise
from in_force
inner join versions as tried
    on in_force.rule_id = tried.rule_id and in_force.version_tried = tried.rule_version
left join shared_pools as pools
    on in_force.rule_id = pools.rule_id and in_force.rule_version = pools.rule_version
left join shared_pools as pools_tried
    on in_force.rule_id = pools_tried.rule_id and in_force.version_tried = pools_tried.rule_version
left join fed_pools on pools.pool_name = fed_pools.fed_pool_name
left join fed_pools as fed_pools_tried on pools_tried.pool_name = fed_pools_tried.fed_pool_name
where in_force.valid_from < in_force.valid_to
