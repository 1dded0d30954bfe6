-- One row per kind of account, class of cost, vendor, legal entity and month: the account, if one fits best.
with lines as (
    select distinct
        account_kind,
        cost_class,
        source_name,
        legal_entity,
        billing_period,
        case
            when billing_period != 'unknown' then {{ last_day_of_period('billing_period') }}
        end as period_ends_on
    from {{ ref('int_journal_lines') }}
),

accounts as (
    select * from {{ ref('dim_gl_account') }}
),

-- What an account says must be so of the line; the more it says, the better it fits: class, entity, vendor.
fitting as (
    select
        lines.*,
        accounts.gl_account,
        case when accounts.cost_class is not null then 4 else 0 end
        + case when accounts.legal_entity is not null then 2 else 0 end
        + case when accounts.vendor_name is not null then 1 else 0 end as fit
    from lines
    left join accounts
        on
            (
                lines.account_kind = accounts.account_kind
                or (
                    lines.account_kind = 'expense' and lines.cost_class = 'cost_of_revenue'
                    and accounts.account_kind = 'cost_of_revenue'
                )
            )
            and coalesce(accounts.cost_class, lines.cost_class, '') = coalesce(lines.cost_class, '')
            and coalesce(accounts.legal_entity, lines.legal_entity, '') = coalesce(lines.legal_entity, '')
            and (accounts.vendor_name is null or lower(accounts.vendor_name) = lower(lines.source_name))
            and lines.period_ends_on >= accounts.valid_from
            and lines.period_ends_on < accounts.valid_to
),

ranked as (
    select
        *,
        rank() over (
            partition by account_kind, cost_class, source_name, legal_entity, billing_period
            order by fit desc
        ) as fit_rank
    from fitting
)

select
    account_kind,
    cost_class,
    source_name,
    legal_entity,
    billing_period,
    case when count(gl_account) = 1 then min(gl_account) end as gl_account,
    case
        when count(gl_account) = 0 then 'no_account_listed'
        when count(gl_account) > 1 then 'several_accounts_fit'
    end as gl_account_reason
from ranked
where fit_rank = 1
group by account_kind, cost_class, source_name, legal_entity, billing_period
