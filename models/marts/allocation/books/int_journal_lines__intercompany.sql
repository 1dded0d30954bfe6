-- One row per line of reallocation between legal entities: what the one that pays asks for, what the one that
-- bears owes it, and the mark-up of both.
{%- set line = {
    'journal_type': "'reallocation'", 'billing_period': 'billing_period', 'reference_period': 'billing_period',
    'currency': 'currency', 'basis': "'effective'", 'is_total': 'false', 'cost_center_kind': "'counterparty'",
    'evidence': "'paid by one legal entity, borne by another'", 'count_rows': 'count_rows',
    'count_without_amount': 'count_without_amount',
} %}
{%- set payer = {'legal_entity': 'paying_entity', 'cost_center': 'bearing_entity'} %}
{%- set bearer = {'legal_entity': 'bearing_entity', 'cost_center': 'paying_entity'} %}
{%- for part in [payer, bearer] %}{% do part.update(line) %}{% endfor %}
{%- set asked = 'effective_cost + markup' %}
{%- set receivable = {'account_kind': "'intercompany_receivable'", 'exact_amount': asked} %}
{%- set payable = {'account_kind': "'intercompany_payable'", 'exact_amount': '-(' ~ asked ~ ')'} %}
{%- set income = {'account_kind': "'intercompany_income'", 'exact_amount': '-markup'} %}
{%- set expense = {'account_kind': "'intercompany_expense'", 'exact_amount': 'markup'} %}
{%- for part in [receivable, income] %}{% do part.update(payer) %}{% endfor %}
{%- for part in [payable, expense] %}{% do part.update(bearer) %}{% endfor %}
with intercompany_costs as (
    select * from {{ ref('int_intercompany_costs') }}
    where effective_cost != 0
)

select {{ journal_line_row(receivable) }}
from intercompany_costs
union all
select {{ journal_line_row(payable) }}
from intercompany_costs
union all
select {{ journal_line_row(income) }}
from intercompany_costs
where markup != 0
union all
select {{ journal_line_row(expense) }}
from intercompany_costs
where markup != 0
