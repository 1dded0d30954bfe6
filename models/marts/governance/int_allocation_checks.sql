-- One row per rule on allocation rules and policies themselves: how many break it.
with rule_lines as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('dim_allocation_rule') }}
),

versions as (
    select
        rule_id || ' ' || rule_version as example_detail,
        rule_id, priority, valid_since, valid_until, filter_provider_name, filter_billing_account_id,
        filter_sub_account_id, filter_service_name, filter_charge_category, filter_tag, filter_team,
        filter_pool, method, driver_name,
        sum(coalesce(share_percent, 0)) as share_percent
    from rule_lines
    group by
        rule_id, rule_version, priority, valid_since, valid_until, filter_provider_name,
        filter_billing_account_id, filter_sub_account_id, filter_service_name, filter_charge_category,
        filter_tag, filter_team, filter_pool, method, driver_name
),

-- Filters that name two different values can never take one charge.
tied as (
    select distinct first_rules.example_detail
    from versions as first_rules
    inner join versions as second_rules
        on
            first_rules.rule_id < second_rules.rule_id
            and first_rules.priority = second_rules.priority
            and first_rules.valid_since < second_rules.valid_until
            and first_rules.valid_until > second_rules.valid_since
            and {{ same('first_rules.filter_pool', 'second_rules.filter_pool') }}
            {%- for name in [
                'provider_name', 'billing_account_id', 'sub_account_id', 'service_name', 'charge_category', 'team',
            ] %}
                and coalesce(first_rules.filter_{{ name }} = second_rules.filter_{{ name }}, true)
            {%- endfor %}
),

retired as (
    select
        team as target,
        max(valid_to) as retired_from
    from {{ ref('dim_owner') }}
    where team is not null
    group by team
),

policies as (
    select
        listed.pool_name || ' ' || listed.policy || ' ' || listed.choice as example_detail,
        known.choice is null or listed.pool_name != '*' as is_unknown
    from {{ ref('dim_pool_policy') }} as listed
    left join {{ ref('allocation_policies') }} as known
        on listed.policy = known.policy and listed.choice = known.choice
),

checks as (
    select
        'allocation_shares_not_100' as rule,
        example_detail,
        method = 'fixed_share' and share_percent != 100 as is_broken
    from versions
    union all
    select
        'allocation_rules_tied' as rule,
        versions.example_detail,
        tied.example_detail is not null as is_broken
    from versions
    left join tied on versions.example_detail = tied.example_detail
    union all
    select
        'allocation_driver_negative' as rule,
        driver_name || ' ' || driver_date as example_detail,
        quantity < 0 as is_broken
    from {{ ref('fct_business_drivers') }}
    where driver_name in (select versions.driver_name from versions)
    union all
    select
        'allocation_policy_unknown' as rule,
        example_detail,
        is_unknown as is_broken
    from policies
    union all
    select
        'allocation_target_retired' as rule,
        rule_lines.rule_id || ' ' || rule_lines.rule_version || ' ' || rule_lines.target as example_detail,
        coalesce(retired.retired_from < rule_lines.valid_until, false) as is_broken
    from rule_lines
    left join retired on rule_lines.target_kind = 'team' and rule_lines.target = retired.target
)

select
    case when rule = 'allocation_driver_negative' then 'business_drivers' else 'allocation_rules' end
        as source_name,
    'organisation' as delivery_scope,
    cast(null as varchar) as billing_period,
    rule,
    cast(count(*) filter (where is_broken) as bigint) as count_rows,
    cast(count(*) as bigint) as count_rows_checked,
    min(example_detail) filter (where is_broken) as example_detail
from checks
group by rule
