-- One row per line of any journal, with its identity and currency's places; what is not material is marked.
with lines as (
    select * from {{ ref('int_journal_lines') }}
),

settings as (
    select * from {{ ref('int_books__settings') }}
),

currencies as (
    select * from {{ ref('currencies') }}
)

select
    {% for name, type in journal_line_contract() if name != 'cost_center' %}
        lines.{{ name }},
    {% endfor %}
    coalesce(lines.cost_center, settings.central_cost_center) as cost_center,
    settings.central_cost_center,
    currencies.minor_units,
    {{ journal_id('lines.journal_type', 'lines.billing_period', 'lines.reference_period', 'lines.legal_entity',
        'lines.currency', 'lines.source_name') }} as journal_id,
    {{ journal_line_id('lines.journal_type', 'lines.billing_period', 'lines.reference_period',
        'lines.legal_entity', 'lines.currency', 'lines.source_name', 'lines.account_kind',
        'lines.cost_center_kind', 'lines.cost_center', 'lines.cost_class') }} as journal_line_id,
    lines.journal_type = 'reallocation' and not lines.is_total
    and abs(lines.exact_amount) < settings.journal_materiality as is_small
from lines
cross join settings
left join currencies on lines.currency = currencies.currency_code
