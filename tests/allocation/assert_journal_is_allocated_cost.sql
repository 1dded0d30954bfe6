-- Fails on every line of reallocation that is not, to the last of 12 places, what allocated costs lead to it.
with settings as (
    select coalesce(bool_or(lower(trim(setting_value)) = 'yes'), false) as is_tax_recoverable
    from {{ ref('dim_setting') }}
    where setting_name = 'recoverable_tax'
),

allocated as (
    select
        {{ reallocation_line_id() }} as journal_line_id,
        coalesce(sum(costs.effective_cost), 0) as effective_cost,
        count(*) as count_rows
    from {{ ref('fct_allocated_costs') }} as costs
    cross join settings
    where not (settings.is_tax_recoverable and costs.cost_part = 'tax')
    group by {{ reallocation_line_id() }}
),

journal as (
    select * from {{ ref('fct_chargeback_journal') }}
    where journal_type = 'reallocation' and account_kind = 'expense' and cost_center_kind != 'pooled'
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
