-- Fails on every line whose account does not hold on the last day of its month, or that lacks one without a reason.
with journal as (
    select
        *,
        case when billing_period != 'unknown' then {{ last_day_of_period('billing_period') }} end as last_day
    from {{ ref('fct_chargeback_journal') }}
)

select journal.*
from journal
left join {{ ref('dim_gl_account') }} as accounts
    on
        journal.gl_account = accounts.gl_account
        and journal.last_day >= accounts.valid_from
        and journal.last_day < accounts.valid_to
where
    (journal.gl_account is null) = (journal.gl_account_reason is null)
    or (
        journal.gl_account is not null
        and (
            accounts.gl_account is null
            or coalesce(accounts.legal_entity != journal.legal_entity, accounts.legal_entity is not null)
        )
    )
