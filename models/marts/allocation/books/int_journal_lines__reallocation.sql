-- One row per line of reallocation: what a cost centre bears of a month, and what the central one recovers.
with allocated as (
    select * from {{ ref('fct_allocated_costs') }}
),

settings as (
    select * from {{ ref('int_books__settings') }}
),

-- Tax that is paid back is no cost of anybody.
borne as (
    select
        allocated.billing_period,
        allocated.legal_entity,
        coalesce(allocated.billing_currency, 'unknown') as currency,
        {{ cost_center_kind() }} as cost_center_kind,
        {{ cost_center() }} as cost_center,
        allocated.cost_class,
        allocated.effective_cost,
        allocated.rule_id
    from allocated
    cross join settings
    where not (settings.is_tax_recoverable and allocated.cost_part = 'tax')
),

lines as (
    select
        billing_period, legal_entity, currency, 'expense' as account_kind, false as is_total, cost_center_kind,
        cost_center, cost_class, coalesce(sum(effective_cost), 0) as exact_amount,
        string_agg(distinct rule_id, ',' order by rule_id) as rule_ids, count(*) as count_rows,
        count(*) - count(effective_cost) as count_without_amount
    from borne
    group by billing_period, legal_entity, currency, cost_center_kind, cost_center, cost_class
    union all
    select
        billing_period, legal_entity, currency, 'recovery' as account_kind, true as is_total,
        'central' as cost_center_kind, cast(null as varchar) as cost_center, cast(null as varchar) as cost_class,
        -coalesce(sum(effective_cost), 0) as exact_amount, cast(null as varchar) as rule_ids,
        count(*) as count_rows, count(*) - count(effective_cost) as count_without_amount
    from borne
    group by billing_period, legal_entity, currency
)

select
    'reallocation' as journal_type, billing_period, billing_period as reference_period, legal_entity, currency,
    cast(null as varchar) as source_name, account_kind, is_total, cost_center_kind, cost_center, cost_class,
    cast(exact_amount as decimal(38, 12)) as exact_amount, 'effective' as basis, rule_ids,
    cast(null as varchar) as reversal_of, 'allocated costs' as evidence, cast(count_rows as bigint) as count_rows,
    cast(count_without_amount as bigint) as count_without_amount
from lines
