-- One row per month, legal entity, kind of journal and currency: what the journal says and what is posted.
with journal as (
    select * from {{ ref('fct_chargeback_journal') }}
),

postings as (
    select * from {{ ref('fct_gl_postings') }}
),

fiscal_periods as (
    select * from {{ ref('dim_fiscal_period') }}
),

-- A posting belongs to the month that most of its fiscal period lies in, else to that of its date.
dated as (
    select
        postings.*,
        {{ period_of('coalesce(own.starts_on, shared.starts_on) + 14') }} as fiscal_month
    from postings
    left join fiscal_periods as own
        on postings.fiscal_period = own.fiscal_period and postings.legal_entity = own.legal_entity
    left join fiscal_periods as shared
        on postings.fiscal_period = shared.fiscal_period and shared.legal_entity is null
),

posted as (
    select
        coalesce(fiscal_month, {{ period_of('posting_date') }}) as billing_period,
        legal_entity,
        coalesce(posting_kind, 'other') as journal_type,
        currency_code as currency,
        sum(case when amount > 0 then amount else 0 end) as posted,
        count(*) as count_postings
    from dated
    group by
        coalesce(fiscal_month, {{ period_of('posting_date') }}), legal_entity,
        coalesce(posting_kind, 'other'), currency_code
),

journalled as (
    select
        billing_period,
        legal_entity,
        journal_type,
        currency,
        sum(debit) as journal,
        count(*) as count_lines
    from journal
    group by billing_period, legal_entity, journal_type, currency
)

select
    coalesce(journalled.billing_period, posted.billing_period) as billing_period,
    coalesce(journalled.legal_entity, posted.legal_entity) as legal_entity,
    coalesce(journalled.journal_type, posted.journal_type) as journal_type,
    coalesce(journalled.currency, posted.currency) as currency,
    journalled.journal,
    posted.posted,
    coalesce(journalled.count_lines, 0) as count_lines,
    coalesce(posted.count_postings, 0) as count_postings
from journalled
full outer join posted
    on
        journalled.billing_period = posted.billing_period
        and coalesce(journalled.legal_entity, '') = coalesce(posted.legal_entity, '')
        and journalled.journal_type = posted.journal_type
        and journalled.currency = posted.currency
