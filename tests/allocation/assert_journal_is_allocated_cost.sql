-- Fails on every line of reallocation of an open month that is not, to the last of 12 places, what allocated
-- costs and restatements lead to it.
{{ config(group='allocation') }}
with settings as (
    select coalesce(bool_or(lower(trim(setting_value)) = 'yes'), false) as is_tax_recoverable
    from {{ ref('dim_setting') }}
    where setting_name = 'recoverable_tax'
),

closed_periods as (
    select * from {{ ref('int_closed_periods') }}
),

restatements as (
    select
        *,
        posted_period as billing_period
    from {{ ref('fct_restatements') }}
),

borne as (
    select
        {{ reallocation_line_id() }} as journal_line_id,
        billing_period,
        effective_cost,
        cost_part
    from {{ ref('fct_allocated_costs') }}
    union all
    select
        {{ reallocation_line_id('reference_period') }} as journal_line_id,
        billing_period,
        effective_cost,
        cost_part
    from restatements
),

allocated as (
    select
        borne.journal_line_id,
        coalesce(sum(borne.effective_cost), 0) as effective_cost,
        count(*) as count_rows
    from borne
    cross join settings
    left join closed_periods on borne.billing_period = closed_periods.billing_period
    where
        closed_periods.billing_period is null
        and not (settings.is_tax_recoverable and borne.cost_part = 'tax')
    group by borne.journal_line_id
),

journal as (
    select booked.*
    from {{ ref('fct_chargeback_journal') }} as booked
    left join closed_periods on booked.billing_period = closed_periods.billing_period
    where
        closed_periods.billing_period is null
        and booked.journal_type = 'reallocation' and booked.account_kind = 'expense'
        and booked.cost_center_kind != 'pooled'
)

select
    coalesce(allocated.journal_line_id, journal.journal_line_id) as journal_line_id,
    allocated.effective_cost,
    journal.exact_amount
from allocated
full outer join journal on allocated.journal_line_id = journal.journal_line_id
where
    {{ differs('allocated.effective_cost', 'journal.exact_amount') }}
    or {{ differs('allocated.count_rows', 'journal.count_rows') }}
