{#-
    How charges find their way, as int_charges__routed and its neighbours take it, and as the rules would have it if one of them had
    another version. Each macro is a relation of the given relations; `apart_by` are columns that tell such worlds apart, in all of them.
-#}

{#- What rules look at in a charge beside its day. Shape: list of column names. -#}
{% macro rule_looks() -%}
{{ return([
    'provider_name', 'billing_account_id', 'sub_account_id', 'service_name', 'charge_category', 'team', 'is_capacity', 'rule_tags',
]) }}
{%- endmacro %}

{#- Whether a charge is for reserved throughput or capacity. Shape: boolean, never NULL. `costs` is the alias of core.fct_costs. -#}
{% macro is_capacity(costs) -%}
coalesce(
    {{ costs }}.charge_category = 'Usage' and (
        lower({{ costs }}.consumed_unit) in {{ throughput_units() }}
        or lower({{ costs }}.commitment_discount_category) = 'usage'
        or {{ costs }}.capacity_reservation_id is not null
    ),
    false
)
{%- endmacro %}

{#-
    Rules that fit the ways in which charges look, first_wins saying which wins: the lowest priority; of two with one priority the first
    by name. A rule of method capacity takes charges for capacity alone.
-#}
{% macro rules_that_fit(charges, rules, apart_by=[]) -%}
{%- set looks = apart_by + ['charge_date'] + rule_looks() -%}
select
    {% for look in looks -%}
    looks.{{ look }},
    {% endfor -%}
    rules.rule_id,
    rules.rule_version,
    rules.stage,
    rules.pool_name,
    rules.method,
    rules.target_kind,
    rules.target,
    row_number() over (
        partition by {% for look in looks %}looks.{{ look }}{{ ', ' if not loop.last }}{% endfor %}
        order by rules.priority asc, rules.rule_id asc
    ) as first_wins
from (select distinct {{ looks | join(', ') }} from {{ charges }}) as looks
inner join {{ rules }} as rules
    on
        looks.charge_date >= rules.valid_from
        and looks.charge_date < rules.valid_to
        {% for name in apart_by -%}
        and looks.{{ name }} = rules.{{ name }}
        {% endfor -%}
        and {{ rule_fits('looks', 'rules') }}
        and (rules.method != 'capacity' or looks.is_capacity)
        and (rules.filter_tag is null or position('|' || rules.filter_tag || '|' in coalesce(looks.rule_tags, '')) > 0)
        and coalesce(looks.sub_account_id = rules.filter_sub_account_id, rules.filter_sub_account_id is null)
{%- endmacro %}

{#- Whether a rule's filters on what any allocated charge shows let it through. Shape: a condition. Arguments: aliases. -#}
{% macro rule_fits(looks, rules) -%}
{%- for look in ['provider_name', 'billing_account_id', 'service_name', 'team'] -%}
coalesce({{ looks }}.{{ look }} = {{ rules }}.filter_{{ look }}, {{ rules }}.filter_{{ look }} is null)
        and {% endfor -%}
coalesce({{ rules }}.filter_charge_category = lower({{ looks }}.charge_category), {{ rules }}.filter_charge_category is null)
{%- endmacro %}

{#- Tags of charges that some rule asks for, as one text with bars between. -#}
{% macro tags_that_rules_ask_for(charges, rules) -%}
select
    tags.charge_id,
    '|' || string_agg(tags.tag_key || '=' || tags.tag_value, '|' order by tags.tag_key || '=' || tags.tag_value) || '|' as rule_tags
from {{ ref('bridge_cost_tags') }} as tags
inner join (select distinct filter_tag from {{ rules }} where filter_tag is not null) as wanted
    on tags.tag_key || '=' || tags.tag_value = wanted.filter_tag
inner join (select distinct charge_id from {{ charges }}) as charges on tags.charge_id = charges.charge_id
group by tags.charge_id
{%- endmacro %}

{#-
    Charges that are of a node which a cluster describes within the charge's days, with that node. Of a charge for more than a day the
    days of its month that the cluster describes speak for all of it. Shape: charge_id, resource_key, node_until.
-#}
{% macro machines_of_charges(charges) -%}
with charges as (
    select
        charge_id,
        charge_date,
        greatest(cast(charge_period_end as date), charge_date + 1) as charge_until,
        case
            when cost_origin = 'own_asset' then lower(billing_account_id || '/' || resource_id)
            else {{ machine_key('provider_name', 'resource_id', 'resource_name') }}
        end as machine_resource_key,
        case when cost_origin = 'own_asset' then lower(billing_account_id) || '/*' end as cluster_resource_key
    from {{ charges }}
    where resource_id is not null or cost_origin = 'own_asset'
),

nodes as (
    select distinct
        resource_key,
        usage_date
    from {{ ref('int_node_keys') }}
),

policies as (
    select * from {{ ref('int_pool_policies__settled') }}
    where policy = 'node' and choice = 'workloads'
),

described as (
    select
        charges.charge_id,
        charges.charge_date,
        charges.charge_until,
        nodes.resource_key,
        1 as place
    from charges
    inner join nodes
        on
            charges.machine_resource_key = nodes.resource_key
            and charges.charge_date <= nodes.usage_date
            and charges.charge_until > nodes.usage_date
            and nodes.usage_date < {{ month_after('charges.charge_date') }}
    union all
    select
        charges.charge_id,
        charges.charge_date,
        charges.charge_until,
        nodes.resource_key,
        2 as place
    from charges
    inner join nodes
        on
            charges.cluster_resource_key = nodes.resource_key
            and charges.charge_date <= nodes.usage_date
            and charges.charge_until > nodes.usage_date
            and nodes.usage_date < {{ month_after('charges.charge_date') }}
),

first_described as (
    select
        charge_id,
        charge_date,
        charge_until,
        min_by(resource_key, place) as resource_key
    from described
    group by charge_id, charge_date, charge_until
)

select
    first_described.charge_id,
    first_described.resource_key,
    least(first_described.charge_until, {{ month_after('first_described.charge_date') }}) as node_until
from first_described
inner join policies
    on
        first_described.charge_date >= policies.valid_from
        and first_described.charge_date < policies.valid_to
{%- endmacro %}

{#-
    Charges to a target, into a pool or to nobody, by the rule or policy that says so. What the bill says a charge is decides which policy
    speaks where no rule does. Shape: the columns of `charges`, those of the rule that won, pool_name, target_id, policy_choice.
-#}
{% macro routes_of_charges(charges, rules_won, machines, apart_by=[]) -%}
with charges as (
    select * from {{ charges }}
),

rules_won as (
    select * from {{ rules_won }}
),

policies as (
    select * from {{ ref('int_pool_policies__settled') }}
),

buyers as (
    select * from {{ ref('int_commitments__buyers') }}
),

nodes as (
    select * from {{ machines }}
),

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
            {%- for name in apart_by %}
                and charges.{{ name }} = rules_won.{{ name }}
            {%- endfor %}
            {%- for look in rule_looks() %}
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
            case when ruled.rule_id is null then ruled.policy end = policies.policy
            and ruled.charge_date >= policies.valid_from
            and ruled.charge_date < policies.valid_to
    left join buyers
        on
            case when ruled.policy = 'unused_commitment' then ruled.commitment_discount_id end
            = buyers.commitment_discount_id
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
{%- endmacro %}

{#-
    Pools and days on which charges come into them, with the rules that could share them and for which period; first_wins says which does.
-#}
{% macro rules_that_share(routes, rules, apart_by=[]) -%}
select
    {% for name in apart_by -%}
    charges.{{ name }},
    {% endfor -%}
    charges.pool_name,
    charges.charge_date,
    rules.rule_id,
    rules.rule_version,
    rules.method,
    coalesce(rules.stage, 'business') as stage,
    case
        when rules.driver_grain = 'day' then charges.charge_date
        else {{ month_start('charges.charge_date') }}
    end as period_start,
    case
        when rules.driver_grain = 'day' then charges.charge_date + 1
        else {{ month_after('charges.charge_date') }}
    end as period_end,
    row_number() over (
        partition by {% for name in apart_by %}charges.{{ name }}, {% endfor %}charges.pool_name, charges.charge_date
        order by rules.priority asc, rules.rule_id asc, rules.rule_version desc
    ) as first_wins
from (
    select distinct {{ (apart_by + ['pool_name', 'charge_date']) | join(', ') }} from {{ routes }}
    where pool_name is not null
) as charges
left join {{ rules }} as rules
    on
        charges.pool_name = rules.pool_name
        {% for name in apart_by -%}
        and charges.{{ name }} = rules.{{ name }}
        {% endfor -%}
        and charges.charge_date >= rules.valid_from
        and charges.charge_date < rules.valid_to
{%- endmacro %}

{#-
    Charges with the node that shares the pool they are in, and their kind of cost. A machine is shared by itself, as is an unused
    commitment; a credit belongs to its service, a tax to the account that is billed. Beside covered capacity what is billed on demand is
    spill-over. Shape: the columns of `routes`, the rule that shares, period, pool_restrictions(), node_id, charge_cost_part.
-#}
{% macro nodes_of_charges(routes, pool_rules, apart_by=[]) -%}
with routed as (
    select * from {{ routes }}
),

pool_rules as (
    select * from {{ pool_rules }}
),

transfers as (
    select * from {{ ref('int_charges__transfers') }}
),

pooled as (
    select
        routed.*,
        pool_rules.rule_id as sharing_rule_id,
        pool_rules.rule_version as sharing_rule_version,
        pool_rules.stage as pool_stage,
        pool_rules.period_start,
        coalesce(routed.node_until, pool_rules.period_end) as period_end,
        case
            when pool_rules.stage in ('credits', 'tax', 'commitments') or routed.pool_resource_key is not null
                then routed.provider_name
        end as pool_provider_name,
        case when pool_rules.stage in ('credits', 'tax', 'commitments') then routed.billing_account_id end
            as pool_billing_account_id,
        case when pool_rules.stage = 'credits' then routed.service_name end as pool_service_name,
        case when routed.pool_resource_key is not null then routed.team end as pool_team,
        case when pool_rules.stage in ('credits', 'tax') then routed.billing_currency end as pool_currency,
        case when routed.pool_name = 'policy:unused_commitment' then routed.commitment_discount_id end
            as pool_commitment_id,
        case when pool_rules.method = 'capacity' and not transfers.is_covered then 'spill_over' end
            as pool_part
    from routed
    left join pool_rules
        on
            routed.pool_name = pool_rules.pool_name
            and routed.charge_date = pool_rules.charge_date
            {% for name in apart_by -%}
            and routed.{{ name }} = pool_rules.{{ name }}
            {% endfor -%}
    left join transfers on routed.charge_id = transfers.charge_id
),

noded as (
    select
        *,
        case
            when pool_name is not null then {{ pool_node_id() }}
        end as node_id,
        coalesce(charge_part, case
            when pool_name is not null then 'shared'
            when target_id is null or policy = 'unowned' then 'unowned'
            else 'direct'
        end) as charge_cost_part
    from pooled
)

select * from noded
{%- endmacro %}

{#- Who bears a charge that is in no pool: its kind and name. Shape: two select items. From columns of nodes_of_charges. -#}
{% macro target_of_charge() -%}
case
        when pool_name is null then coalesce(case when rule_id is not null then rule_target_kind end, 'team')
    end as target_kind,
    case when pool_name is null then coalesce(target_id, 'unallocated') end as target_id
{%- endmacro %}

{#- How a charge came to its target, or `pooled`. Shape: scalar text, from columns of nodes_of_charges and is_transfer. -#}
{% macro method_of_charge() -%}
case
        when pool_name is not null then 'pooled'
        when is_transfer then 'uniform_rate'
        when rule_id is not null then 'direct_rule'
        when target_id is null then 'unallocated'
        when policy_choice is not null then policy_choice
        else 'direct'
    end
{%- endmacro %}

{#- Identity of a pool: its node and what its amounts cannot be added up over. Shape: scalar text; NULL for a charge in no pool. -#}
{% macro pool_id() -%}
case
        when pool_name is not null then md5({{ identity([
            'node_id', 'billing_period', 'billing_currency', 'reporting_currency', 'legal_entity', 'cost_part',
        ]) }})
    end
{%- endmacro %}
