-- Fails where closed journals, their corrections and open ones do not add up to the books as computed now,
-- per month they are about, legal entity, issuer, currency and kind of account, to the last of 12 places.
{{ config(group='allocation') }}
with computed as (
    select
        reference_period,
        legal_entity,
        currency,
        source_name,
        account_kind,
        exact_amount
    from {{ ref('int_journal_lines__computed') }}
),

-- What rounding leaves of a journal belongs to its total.
booked as (
    select
        reference_period,
        legal_entity,
        currency,
        source_name,
        case
            when account_kind != 'rounding' then account_kind
            {% for journal_type, account_kind in journal_totals().items() %}
                when journal_type = '{{ journal_type }}' then '{{ account_kind }}'
            {% endfor %}
        end as account_kind,
        -exact_amount as exact_amount
    from {{ ref('fct_chargeback_journal') }}
    where cost_center_kind != 'pooled'
),

signed as (
    select * from computed
    union all
    select * from booked
)

select
    reference_period,
    legal_entity,
    currency,
    source_name,
    account_kind,
    sum(exact_amount) as difference
from signed
group by reference_period, legal_entity, currency, source_name, account_kind
having sum(exact_amount) != 0
