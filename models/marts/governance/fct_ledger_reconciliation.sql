-- One row per month, legal entity, kind of journal and currency.
with sides as (
    select
        *,
        coalesce(posted, 0) - coalesce(journal, 0) as gap,
        sum(coalesce(posted, 0) - coalesce(journal, 0)) over (
            partition by legal_entity, journal_type, currency
        ) as gap_of_all_months,
        sum(count_postings) over (partition by legal_entity, journal_type, currency) as count_all_postings
    from {{ ref('int_ledger_sides') }}
)

select
    md5(
        {{ identity(['billing_period', 'legal_entity', 'journal_type', 'currency']) }}
    ) as ledger_reconciliation_id,
    billing_period,
    legal_entity,
    journal_type,
    currency,
    cast(journal as decimal(38, 12)) as journal,
    cast(posted as decimal(38, 12)) as posted,
    cast(gap as decimal(38, 12)) as gap,
    {{ ratio('posted', 'journal') }} as posted_rate,
    cast(count_lines as bigint) as count_lines,
    cast(count_postings as bigint) as count_postings,
    case
        when journal_type in ('payment', 'other') then 'no_such_journal'
        when count_all_postings = 0 then 'nothing_landed'
        when gap = 0 then 'agrees'
        when abs(gap) <= 0.01 * count_lines and posted is not null then 'rounding'
        when gap_of_all_months = 0 then 'posted_in_another_month'
        when posted is null then 'not_posted'
        when journal is null then 'not_in_journal'
        when gap < 0 then 'posted_less'
        else 'posted_more'
    end as cause
from sides
