-- One row per charge to allocate: to a target, into a pool, or to nobody, by the rule or policy that says so.
with charges as (
    select * from {{ ref('int_charges__with_rule_tags') }}
),

rules_won as (
    select * from {{ ref('int_charges__rules_won') }}
),

policies as (
    select * from {{ ref('int_pool_policies__settled') }}
),

buyers as (
    select * from {{ ref('int_commitments__buyers') }}
),

nodes as (
    select * from {{ ref('int_charges__nodes') }}
),

-- What the bill says a charge is decides which policy speaks where no rule does.
ruled as (
    select
        charges.*,
        rules_won.rule_id,
        rules_won.rule_version,
        rules_won.stage as rule_stage,
        rules_won.method as rule_method,
        rules_won.target_kind as rule_target_kind,
        rules_won.target as rule_target,
        rules_won.pool_name as rule_pool_name,
        case when rules_won.rule_id is null then nodes.resource_key end as pool_resource_key,
        case when rules_won.rule_id is null then nodes.node_until end as node_until,
        case
            when charges.charge_category = 'Credit' then 'credit'
            when charges.charge_category = 'Tax' then 'tax'
            when charges.commitment_discount_status = 'Unused' then 'unused_commitment'
        end as charge_part,
        case
            when nodes.charge_id is not null then 'node'
            when
                charges.charge_category = 'Credit' and charges.owner_rule in ('none', 'account')
                then 'credits'
            when charges.charge_category = 'Tax' and charges.owner_rule in ('none', 'account') then 'tax'
            when charges.commitment_discount_status = 'Unused' then 'unused_commitment'
            when charges.team is null then 'unowned'
        end as policy
    from charges
    left join nodes on charges.charge_id = nodes.charge_id
    left join rules_won
        on
            charges.charge_date = rules_won.charge_date
            {%- for look in [
                'provider_name', 'billing_account_id', 'sub_account_id', 'service_name', 'charge_category',
                'team', 'is_capacity', 'rule_tags',
            ] %}
                and {{ same('charges.' ~ look, 'rules_won.' ~ look) }}
            {%- endfor %}
),

decided as (
    select
        ruled.*,
        policies.choice,
        policies.owner_name as policy_owner,
        buyers.team as buyer_team
    from ruled
    left join policies
        on
            ruled.rule_id is null
            and ruled.policy = policies.policy
            and ruled.charge_date >= policies.valid_from
            and ruled.charge_date < policies.valid_to
    left join buyers
        on
            ruled.policy = 'unused_commitment'
            and ruled.commitment_discount_id = buyers.commitment_discount_id
            and ruled.charge_date >= buyers.valid_from
            and ruled.charge_date < buyers.valid_to
),

routed as (
    select
        *,
        case
            when rule_method != 'direct' or rule_target_kind = 'pool'
                then rule_pool_name
            when choice in ('proportional', 'workloads') then 'policy:' || policy
        end as pool_name,
        case
            when rule_method = 'direct' and rule_target_kind != 'pool' then coalesce(rule_target, team)
            when choice = 'central' then coalesce(policy_owner, team)
            when choice = 'buyer' then coalesce(team, buyer_team, policy_owner)
            else team
        end as target_id,
        case
            when rule_id is not null then null
            when choice = 'buyer' and team is null and buyer_team is not null then 'buyer_of_commitment'
            when choice = 'buyer' and team is null then 'policy_owner'
            else choice
        end as policy_choice
    from decided
)

select * from routed
