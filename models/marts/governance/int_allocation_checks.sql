-- One row per rule on allocation rules and policies and thing it is asked of: whether it is broken.
with rule_lines as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('dim_allocation_rule') }}
),

versions as (
    select
        rule_id || ' version ' || rule_version as example_detail,
        rule_id, rule_version, priority, valid_since, valid_until, filter_provider_name,
        filter_billing_account_id, filter_sub_account_id, filter_service_name, filter_charge_category,
        filter_tag, filter_team, filter_pool, method, driver_name,
        sum(coalesce(share_percent, 0)) as share_percent
    from rule_lines
    group by
        rule_id, rule_version, priority, valid_since, valid_until, filter_provider_name,
        filter_billing_account_id, filter_sub_account_id, filter_service_name, filter_charge_category,
        filter_tag, filter_team, filter_pool, method, driver_name
),

-- Filters that name two different values can never take one charge.
tied as (
    select
        first_rules.example_detail,
        min(second_rules.example_detail) as other_detail
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
    group by first_rules.example_detail
),

policies as (
    select * from {{ ref('int_pool_policies__checked') }}
),

checks as (
    select
        'allocation_shares_not_100' as rule,
        rule_id,
        rule_version,
        'rule ' || example_detail || ' makes ' || cast(cast(share_percent as double) as varchar) || ' %'
            as detail,
        method = 'fixed_share' and share_percent != 100 as is_broken
    from versions
    union all
    select
        'allocation_rules_tied' as rule,
        versions.rule_id,
        versions.rule_version,
        'rule ' || versions.example_detail
        || coalesce(' and rule ' || tied.other_detail, '') || ' of priority ' || versions.priority as detail,
        tied.example_detail is not null as is_broken
    from versions
    left join tied on versions.example_detail = tied.example_detail
    union all
    select
        'allocation_driver_negative' as rule,
        cast(null as varchar) as rule_id,
        cast(null as integer) as rule_version,
        'driver ' || driver_name || ' of ' || driver_date as detail,
        quantity < 0 as is_broken
    from {{ ref('fct_business_drivers') }}
    where driver_name in (select versions.driver_name from versions)
    union all
    select
        'allocation_policy_unknown' as rule,
        cast(null as varchar) as rule_id,
        cast(null as integer) as rule_version,
        'pool_policies ' || example_detail as detail,
        is_unknown as is_broken
    from policies
    union all
    select
        'allocation_rule_unused' as rule,
        rule_id,
        rule_version,
        'rule ' || rule_id || ' version ' || rule_version as detail,
        has_charges and not is_used as is_broken
    from {{ ref('fct_rule_uses') }}
)

select
    case rule
        when 'allocation_driver_negative' then 'business_drivers'
        when 'allocation_policy_unknown' then 'pool_policies'
        else 'allocation_rules'
    end as source_name,
    rule,
    rule_id,
    rule_version,
    detail,
    is_broken
from checks
union all
select
    'allocation_rules' as source_name,
    'allocation_target_unknown' as rule,
    rule_id,
    rule_version,
    'rule ' || rule_id || ' version ' || rule_version || ' names ' || target_kind || ' ' || target as detail,
    is_unknown as is_broken
from {{ ref('int_rule_targets__checked') }}
