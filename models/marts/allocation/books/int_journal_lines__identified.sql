-- One row per line of any journal, with its identity and currency's places; what is not material is marked.
with settings as (
    select * from {{ ref('int_books__settings') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

lines as (
    select
        journal_lines.*,
        settings.central_cost_center,
        settings.journal_materiality,
        currencies.minor_units
    from {{ ref('int_journal_lines') }} as journal_lines
    cross join settings
    left join currencies on journal_lines.currency = currencies.currency_code
),

-- Identities hold before the central cost centre gets its name, so that a new name makes no new lines.
identified as (
    select
        *,
        {{ journal_id() }} as journal_id,
        {{ journal_line_id() }} as journal_line_id
    from lines
)

select
    {% for name, type in journal_line_contract() if name != 'cost_center' %}
        {{ name }},
    {% endfor %}
    coalesce(cost_center, central_cost_center) as cost_center,
    central_cost_center,
    minor_units, journal_id, journal_line_id,
    journal_type = 'reallocation' and account_kind = 'expense' and abs(exact_amount) < journal_materiality
        as is_small
from identified
