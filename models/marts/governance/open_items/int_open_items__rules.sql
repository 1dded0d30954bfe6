-- One row per fault of the organisation's rules and lists, billing period and currency: what is broken,
-- where, and the money that is shared by it.
with rules as (
    select * from {{ ref('source_rules') }}
    where severity != 'note'
),

list_rows as (
    select * from {{ ref('int_list_rows__checked') }}
    where is_broken
),

shared_by_rules as (
    select
        rule_id,
        rule_version,
        billing_period,
        billing_currency,
        sum(coalesce(effective_cost, billed_cost)) as amount
    from {{ ref('fct_allocated_costs') }}
    where rule_id is not null
    group by rule_id, rule_version, billing_period, billing_currency
),

faults as (
    select
        list_rows.rule,
        list_rows.detail,
        shared_by_rules.billing_period,
        shared_by_rules.billing_currency,
        sum(shared_by_rules.amount) as amount
    from list_rows
    left join shared_by_rules
        on
            list_rows.rule_id = shared_by_rules.rule_id
            and list_rows.rule_version = shared_by_rules.rule_version
    group by
        list_rows.rule, list_rows.detail, shared_by_rules.billing_period, shared_by_rules.billing_currency
    union all
    select
        rule,
        detail,
        billing_period,
        billing_currency,
        money as amount
    from {{ ref('int_pool_outcomes') }}
)

select
    faults.rule,
    faults.detail,
    rules.title,
    rules.severity,
    faults.billing_period,
    faults.billing_currency,
    faults.amount
from faults
inner join rules on faults.rule = rules.rule
