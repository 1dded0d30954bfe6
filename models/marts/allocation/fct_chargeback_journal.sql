-- One row per line of a journal.
{{ config(meta={'closed_by': 'billing_period'}) }}
with lines as (
    select * from {{ ref('int_journal_lines__booked') }}
),

accounts as (
    select * from {{ ref('int_journal_accounts') }}
)

select
    lines.journal_line_id,
    lines.journal_id,
    lines.journal_type,
    lines.billing_period,
    lines.reference_period,
    lines.legal_entity,
    case when lines.legal_entity is null then 'not_listed' end as legal_entity_reason,
    lines.cost_center_kind,
    lines.cost_center,
    accounts.gl_account,
    case
        when lines.account_kind = 'rounding' or lines.pooled_into is not null then 'nothing_is_booked'
        else accounts.gl_account_reason
    end as gl_account_reason,
    lines.account_kind,
    lines.cost_class,
    cast(greatest(lines.booked_amount, 0) as decimal(38, 12)) as debit,
    cast(greatest(-lines.booked_amount, 0) as decimal(38, 12)) as credit,
    lines.currency,
    cast(lines.exact_amount as decimal(38, 12)) as exact_amount,
    lines.basis,
    lines.source_name,
    lines.rule_ids,
    lines.reversal_of,
    lines.pooled_into,
    lines.evidence,
    lines.count_rows,
    lines.count_without_amount
from lines
left join accounts
    on
        lines.account_kind = accounts.account_kind
        and lines.pooled_into is null
        and {{ same('lines.cost_class', 'accounts.cost_class') }}
        and {{ same('lines.source_name', 'accounts.source_name') }}
        and {{ same('lines.legal_entity', 'accounts.legal_entity') }}
        and lines.billing_period = accounts.billing_period
union all
-- A closed month keeps its journal; what would be booked otherwise now is corrected in an open one.
select
    journal_line_id, journal_id, journal_type, billing_period, reference_period, legal_entity,
    legal_entity_reason, cost_center_kind, cost_center, gl_account, gl_account_reason, account_kind,
    cost_class, debit, credit, currency, exact_amount, basis, source_name, rule_ids, reversal_of,
    pooled_into, evidence, count_rows, count_without_amount
from {{ source('raw_closed', 'fct_chargeback_journal') }}
