-- One row per line that corrects closed months in the first open one after: as computed now, less as closed.
{%- set line = [
    'reference_period', 'legal_entity', 'currency', 'source_name', 'account_kind', 'cost_center_kind', 'cost_center', 'cost_class',
] %}
with computed as (
    select * from {{ ref('int_journal_lines__computed') }}
),

frozen as (
    select * from {{ source('raw_closed', 'fct_chargeback_journal') }}
),

posting_periods as (
    select * from {{ ref('int_posting_periods') }}
    where is_closed
),

-- What rounding left of a frozen journal belongs to its total; lines without a name of their own are central.
signed as (
    select
        computed.billing_period,
        {% for column in line %}
            computed.{{ column }},
        {% endfor %}
        computed.basis,
        computed.exact_amount,
        computed.count_rows,
        1 as is_now
    from computed
    inner join posting_periods on computed.billing_period = posting_periods.billing_period
    union all
    select
        billing_period,
        reference_period, legal_entity, currency, source_name,
        case
            when account_kind != 'rounding' then account_kind
            {% for journal_type, account_kind in journal_totals().items() %}
                when journal_type = '{{ journal_type }}' then '{{ account_kind }}'
            {% endfor %}
        end as account_kind,
        case when cost_center_kind = 'rounding' then 'central' else cost_center_kind end as cost_center_kind,
        case when cost_center_kind not in ('rounding', 'central') then cost_center end as cost_center,
        cost_class,
        basis,
        -exact_amount as exact_amount,
        0 as count_rows,
        0 as is_now
    from frozen
    where cost_center_kind != 'pooled'
),

differing as (
    select
        {{ line | join(', ') }},
        max(billing_period) as last_period,
        case when min(basis) = max(basis) then min(basis) else 'mixed' end as basis,
        sum(exact_amount) as exact_amount,
        sum(count_rows) as count_rows
    from signed
    group by {{ line | join(', ') }}
    having sum(exact_amount) != 0
),

-- A journal is corrected as a whole, so that what is posted for it balances.
dated as (
    select
        *,
        max(last_period) over (partition by reference_period, legal_entity, currency, source_name)
            as closed_period
    from differing
)

select {{ journal_line_row({
    'journal_type': "'correction'", 'billing_period': 'posting_periods.posted_period',
    'reference_period': 'dated.reference_period', 'legal_entity': 'dated.legal_entity', 'currency': 'dated.currency',
    'source_name': 'dated.source_name', 'account_kind': 'dated.account_kind', 'is_total': 'false',
    'cost_center_kind': 'dated.cost_center_kind', 'cost_center': 'dated.cost_center', 'cost_class': 'dated.cost_class',
    'exact_amount': 'dated.exact_amount', 'basis': 'dated.basis', 'count_rows': 'dated.count_rows',
    'evidence': "'as computed now, less as closed and corrected before'",
}) }}
from dated
inner join posting_periods on dated.closed_period = posting_periods.billing_period
