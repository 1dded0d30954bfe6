-- The kinds of cost of a row of the showback make its effective cost: a kind that has no column is found here.
select
    billing_period,
    legal_entity,
    target_kind,
    target_id,
    billing_currency
from {{ ref('rpt_showback_monthly') }}
where
    {{ differs('effective_cost', cost_parts() | join('_cost + ') ~ '_cost') }}
    or {{ differs('effective_cost_reporting', cost_parts() | join('_cost_reporting + ') ~ '_cost_reporting') }}
