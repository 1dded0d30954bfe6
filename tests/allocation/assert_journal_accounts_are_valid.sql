-- Fails on every line whose account does not hold at the end of its month, or lacks one without a reason.
with journal as (
    select
        *,
        case
            when billing_period != 'unknown' then {{ last_day_of_period('billing_period') }}
        end as period_ends_on
    from {{ ref('fct_chargeback_journal') }}
)

select journal.*
from journal
left join {{ ref('dim_gl_account') }} as gl_accounts
    on
        journal.gl_account = gl_accounts.gl_account
        and journal.period_ends_on >= gl_accounts.valid_from
        and journal.period_ends_on < gl_accounts.valid_to
where
    (journal.gl_account is null) = (journal.gl_account_reason is null)
    or (
        journal.gl_account is not null
        and (
            gl_accounts.gl_account is null
            or gl_accounts.legal_entity != journal.legal_entity
            or (gl_accounts.legal_entity is not null and journal.legal_entity is null)
        )
    )
