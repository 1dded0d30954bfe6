-- One row per line of reallocation: what a cost centre bears of a month, what legal entities owe each other
-- for it, and what the central cost centre recovers, which is what its own entity pays.
{%- set measures = [
    'legal_entity', 'billing_currency', 'team', 'target_kind', 'target_id', 'cost_class', 'cost_part', 'effective_cost',
] | join(', ') %}
with allocated as (
    select
        billing_period,
        billing_period as reference_period,
        rule_id,
        {{ measures }}
    from {{ ref('fct_allocated_costs') }}
    union all
    -- A restatement is borne in the month it is posted in.
    select
        posted_period as billing_period,
        reference_period,
        cast(null as varchar) as rule_id,
        {{ measures }}
    from {{ ref('fct_restatements') }}
),

settings as (
    select * from {{ ref('int_books__settings') }}
),

-- Tax that is paid back is no cost of anybody.
borne as (
    select
        allocated.billing_period,
        allocated.reference_period,
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
        billing_period,
        reference_period,
        legal_entity,
        currency,
        cost_center_kind,
        cost_center,
        cost_class,
        coalesce(sum(effective_cost), 0) as effective_cost,
        string_agg(distinct rule_id, ',' order by rule_id) as rule_ids,
        count(*) as count_rows,
        count(*) - count(effective_cost) as count_without_amount
    from borne
    group by
        billing_period, reference_period, legal_entity, currency, cost_center_kind, cost_center, cost_class
),

intercompany as (
    select * from {{ ref('int_journal_lines__intercompany') }}
),

taken as (
    select
        billing_period, reference_period, legal_entity, currency, effective_cost, count_rows,
        count_without_amount
    from lines
    union all
    select
        billing_period, reference_period, legal_entity, currency, exact_amount as effective_cost,
        0 as count_rows, 0 as count_without_amount
    from intercompany
),

recovered as (
    select
        billing_period,
        reference_period,
        legal_entity,
        currency,
        sum(effective_cost) as effective_cost,
        sum(count_rows) as count_rows,
        sum(count_without_amount) as count_without_amount
    from taken
    group by billing_period, reference_period, legal_entity, currency
)

{%- set line = {
    'journal_type': "'reallocation'", 'billing_period': 'billing_period', 'reference_period': 'reference_period',
    'legal_entity': 'legal_entity', 'currency': 'currency', 'basis': "'effective'",
    'evidence': "case when billing_period = reference_period then 'allocated costs' else 'restatements' end", 'count_rows': 'count_rows', 'count_without_amount': 'count_without_amount',
} %}
{%- set expense = {
    'account_kind': "'expense'", 'is_total': 'false', 'cost_center_kind': 'cost_center_kind',
    'cost_center': 'cost_center', 'cost_class': 'cost_class', 'exact_amount': 'effective_cost',
    'rule_ids': 'rule_ids',
} %}
{%- do expense.update(line) %}
{%- do line.update({
    'account_kind': "'recovery'", 'is_total': 'true', 'exact_amount': '-effective_cost',
}) %}

select {{ journal_line_row(expense) }}
from lines
union all
select * from intercompany
union all
select {{ journal_line_row(line) }}
from recovered
