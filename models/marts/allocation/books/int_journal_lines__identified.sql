-- One row per line of any journal, with its identity and currency's places; what is not material is marked.
with lines as (
    select * from {{ ref('int_journal_lines') }}
),

settings as (
    select * from {{ ref('int_books__settings') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

centred as (
    select
        lines.journal_type, lines.billing_period, lines.reference_period, lines.legal_entity, lines.currency,
        lines.source_name, lines.account_kind, lines.is_total, lines.cost_center_kind, lines.cost_class,
        lines.exact_amount, lines.basis, lines.rule_ids, lines.reversal_of, lines.evidence, lines.count_rows,
        lines.count_without_amount,
        coalesce(lines.cost_center, settings.central_cost_center) as cost_center,
        settings.central_cost_center,
        settings.journal_materiality,
        currencies.minor_units
    from lines
    cross join settings
    left join currencies on lines.currency = currencies.currency_code
)

select
    *,
    {{ journal_id() }} as journal_id,
    {{ journal_line_id() }} as journal_line_id,
    journal_type = 'reallocation' and not is_total and abs(exact_amount) < journal_materiality as is_small
from centred
