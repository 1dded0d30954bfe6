-- One row per slice of charges, with the version its allocation should have: of purposes, rules and policies.
with purposes as (
    select distinct
        slice_id,
        slice_version,
        {{ period_of('charge_date') }} as usage_period
    from {{ ref('fct_cost_purposes') }}
),

-- What clusters describe decides which charges are shared as machines.
purposes_with_nodes as (
    select
        purposes.slice_id,
        purposes.slice_version,
        string_agg(nodes.nodes_fingerprint, '|' order by purposes.usage_period) as nodes_fingerprint
    from purposes
    left join {{ ref('int_node_periods__known') }} as nodes on purposes.usage_period = nodes.usage_period
    group by purposes.slice_id, purposes.slice_version
),

rules as (
    select md5(string_agg({{ identity([
        'rule_id', 'rule_version', 'priority', 'stage', 'valid_from', 'valid_to', 'filter_provider_name',
        'filter_billing_account_id', 'filter_sub_account_id', 'filter_service_name', 'filter_charge_category',
        'filter_tag', 'filter_team', 'filter_pool', 'method', 'driver_grain', 'target_kind', 'target',
    ]) }}, ',' order by rule_id, rule_version)) as rules_fingerprint
    from {{ ref('int_allocation_rules__versions') }}
),

policies as (
    select
        md5(string_agg(
            {{ identity(['policy', 'valid_from', 'valid_to', 'choice', 'owner_name']) }},
            ',' order by policy, valid_from
        )) as policies_fingerprint
    from {{ ref('int_pool_policies__settled') }}
),

-- Who bought a commitment bears what is unused of it, in whatever slice that is.
buyers as (
    select
        md5(string_agg(
            {{ identity(['commitment_discount_id', 'team', 'valid_from']) }},
            ',' order by commitment_discount_id, valid_from
        )) as buyers_fingerprint
    from {{ ref('int_commitments__buyers') }}
)

select
    purposes_with_nodes.slice_id,
    md5(concat_ws(
        '|', purposes_with_nodes.slice_version, coalesce(rules.rules_fingerprint, ''),
        policies.policies_fingerprint, coalesce(buyers.buyers_fingerprint, ''),
        coalesce(purposes_with_nodes.nodes_fingerprint, '')
    )) as slice_version
from purposes_with_nodes
cross join rules
cross join policies
cross join buyers
