-- One row per line of any journal and per pool of its small lines: what it is, and the amount to book on it.
with lines as (
    select * from {{ ref('int_journal_lines__identified') }}
),

-- The pool stays with the central cost centre. Its lines keep their exact amounts and book nothing.
pools as (
    select
        journal_type, billing_period, reference_period, legal_entity, currency, source_name, account_kind, basis,
        minor_units, journal_id, central_cost_center, sum(exact_amount) as amount, sum(count_rows) as count_rows,
        sum(count_without_amount) as count_without_amount, count(*) as count_lines
    from lines
    where is_small
    group by
        journal_type, billing_period, reference_period, legal_entity, currency, source_name, account_kind, basis,
        minor_units, journal_id, central_cost_center
)

{%- set pooled_id -%}
    {{ journal_line_id(cost_center_kind="'pooled'", cost_center="''", cost_class='cast(null as varchar)') }}
{%- endset %}

select
    journal_line_id, journal_id, journal_type, billing_period, reference_period, legal_entity, currency,
    source_name, account_kind, is_total, cost_center_kind, cost_center, cost_class, basis, rule_ids, reversal_of,
    evidence, count_rows, count_without_amount, minor_units, exact_amount,
    case when is_small then 0 else exact_amount end as amount,
    case when is_small then {{ pooled_id }} end as pooled_into
from lines
union all
select
    {{ pooled_id }} as journal_line_id, journal_id, journal_type, billing_period, reference_period, legal_entity,
    currency, source_name, account_kind, false as is_total, 'pooled' as cost_center_kind,
    central_cost_center as cost_center, cast(null as varchar) as cost_class, basis,
    cast(null as varchar) as rule_ids, cast(null as varchar) as reversal_of,
    cast(count_lines as varchar) || ' lines below materiality' as evidence, cast(0 as bigint) as count_rows,
    cast(0 as bigint) as count_without_amount, minor_units, cast(0 as decimal(38, 12)) as exact_amount, amount,
    cast(null as varchar) as pooled_into
from pools
