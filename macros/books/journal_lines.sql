{#- The columns of a line of a journal before it is booked, with their types: the one shape of all kinds of journals. -#}
{% macro journal_line_contract() -%}
{{ return([
    ('journal_type', 'varchar'), ('billing_period', 'varchar'), ('reference_period', 'varchar'), ('legal_entity', 'varchar'),
    ('currency', 'varchar'), ('source_name', 'varchar'), ('account_kind', 'varchar'), ('is_total', 'boolean'),
    ('cost_center_kind', 'varchar'), ('cost_center', 'varchar'), ('cost_class', 'varchar'), ('exact_amount', 'decimal(38, 12)'),
    ('basis', 'varchar'), ('rule_ids', 'varchar'), ('reversal_of', 'varchar'), ('evidence', 'varchar'), ('count_rows', 'bigint'),
    ('count_without_amount', 'bigint'),
]) }}
{%- endmacro %}

{#-
    A line of a journal. Shape: a select list in the contract's order. given: a map of column to expression; what is not named is of the
    central cost centre and one row, and else NULL. The amount is positive on the debit side; is_total marks the one line that stands
    against all others.
-#}
{% macro journal_line_row(given) -%}
{%- set otherwise = {'cost_center_kind': "'central'", 'count_rows': '1', 'count_without_amount': '0'} -%}
{%- for name, type in journal_line_contract() %}
    cast({{ given.get(name, otherwise.get(name, 'null')) }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{#-
    The lines of a journal of one issuer's bill. Shape: a query in the contract's order, a row per row of `relation` and kind of account
    whose amount is not nothing. amounts: a map of kind of account to expression, debit positive; the last one stands against all
    others. given: what else the lines have. reversals: a map of kind of account to the line that it takes back.
-#}
{% macro journal_of_bill(relation, journal_type, amounts, given, reversals={}) -%}
{%- for account_kind, amount in amounts.items() %}
{%- set line = {
    'journal_type': "'" ~ journal_type ~ "'", 'legal_entity': 'legal_entity', 'currency': 'billing_currency',
    'source_name': 'invoice_issuer_name', 'account_kind': "'" ~ account_kind ~ "'", 'is_total': 'true' if loop.last else 'false',
    'exact_amount': amount, 'basis': "'billed'", 'reversal_of': reversals.get(account_kind, 'null'),
} %}
{%- do line.update(given) %}
select {{ journal_line_row(line) }}
from {{ relation }}
where {{ amount }} != 0
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{%- endmacro %}

{#- The line of an accrual, from the key of its bill. Shape: scalar text. -#}
{% macro accrual_line_id(account_kind, billing_period) -%}
{{ journal_line_id(
    "'accrual'", billing_period, billing_period, 'legal_entity', 'billing_currency', 'invoice_issuer_name', "'" ~ account_kind ~ "'",
    "'central'", 'cast(null as varchar)', 'cast(null as varchar)'
) }}
{%- endmacro %}

{#- The kind of account of the line that stands against all others, by type of journal; a correction has none. Shape: a map. -#}
{% macro journal_totals() -%}
{{ return({
    'accrual': 'accrued_liabilities', 'invoice': 'accounts_payable', 'prepayment': 'accounts_payable', 'amortisation': 'prepaid',
    'reallocation': 'recovery', 'reversal': 'expense',
}) }}
{%- endmacro %}
