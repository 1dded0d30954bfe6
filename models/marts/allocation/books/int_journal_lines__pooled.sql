-- One row per line of any journal and per pool of its small lines: what it is, and the amount to book on it.
{%- set kept = [
    'journal_type', 'billing_period', 'reference_period', 'legal_entity', 'currency', 'source_name',
    'account_kind', 'basis', 'minor_units', 'journal_id', 'central_cost_center',
] | join(', ') %}
{%- set pooled_id = journal_line_id(
    cost_center_kind="'pooled'", cost_center='cast(null as varchar)', cost_class='cast(null as varchar)'
) %}
with lines as (
    select
        *,
        case when is_small then 0 else exact_amount end as amount,
        case when is_small then {{ pooled_id }} end as pooled_into
    from {{ ref('int_journal_lines__identified') }}
),

-- The pool stays with the central cost centre. Its lines keep their exact amounts and book nothing.
pools as (
    select
        {{ kept }},
        sum(exact_amount) as amount,
        count(*) as count_lines
    from lines
    where is_small
    group by {{ kept }}
)

select
    {% for name, type in journal_line_contract() %}
        {{ name }},
    {% endfor %}
    journal_id,
    journal_line_id,
    minor_units,
    amount,
    pooled_into
from lines
union all
select
    {{- journal_line_row({
        'journal_type': 'journal_type', 'billing_period': 'billing_period', 'reference_period': 'reference_period',
        'legal_entity': 'legal_entity', 'currency': 'currency', 'source_name': 'source_name',
        'account_kind': 'account_kind', 'is_total': 'false', 'cost_center_kind': "'pooled'",
        'cost_center': 'central_cost_center', 'exact_amount': '0', 'basis': 'basis', 'count_rows': '0',
        'evidence': "cast(count_lines as varchar) || ' lines below materiality'",
    }) }},
    journal_id,
    {{ pooled_id }} as journal_line_id,
    minor_units,
    amount,
    cast(null as varchar) as pooled_into
from pools
