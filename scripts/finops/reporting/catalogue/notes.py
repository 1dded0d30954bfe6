"""What a Monday note says to each owner: change in five drivers, what to do, what to find out."""

from finops.reporting.catalogue.spend import COMPLETE_DAY, DAILY_TABLES, INVOICED_MONTH
from finops.reporting.catalogue.watch import NEWEST_BUDGETS
from finops.reporting.figure import Figure, columns

ALLOCATED = (
    "allocated_cost_id as id,"
    " case when charge_id = allocated_cost_id then 'charge' else 'allocated cost' end as id_kind"
    " from allocation.fct_allocated_costs"
)

DRIVERS = Figure(
    id="note-drivers",
    title="Change of a team's cost, the newest invoiced month against the one before",
    table="unit_economics.fct_cost_bridge",
    needs=("governance.fct_invoice_reconciliation",),
    rule="Accrual cost of the team in five drivers, which add up to its change.",
    sql=f"""
select
    scope_value,
    comparison_id,
    currency,
    executive_driver,
    cast(sum(amount) as decimal(38, 12)),
    max(base_cost),
    max(compared_cost)
from unit_economics.fct_cost_bridge
where
    scope_kind = 'team'
    and comparison_kind = 'month_before'
    and strftime(compared_from, '%Y-%m') = {INVOICED_MONTH}
group by scope_value, comparison_id, currency, executive_driver
order by
    scope_value, currency,
    list_position(['volume', 'efficiency', 'mix', 'price', 'other'], executive_driver)
""",
    columns=columns(
        "owner|Owner||key",
        "comparison_id|Comparison||key",
        "currency|Currency||key",
        "executive_driver|Driver||key",
        "amount|Change|change",
        "base_cost|Month before|money",
        "compared_cost|Month|money",
    ),
    behind="select allocated.target_id as owner, bridge.comparison_id, bridge.currency,"
    " bridge.executive_driver, allocated.effective_cost_reporting as amount,"
    f" {ALLOCATED} as allocated inner join (select distinct comparison_id, currency, executive_driver,"
    " base_from, compared_before from unit_economics.fct_cost_bridge) as bridge"
    " on allocated.charge_date >= bridge.base_from and allocated.charge_date < bridge.compared_before",
    empty="No team has two months beside each other yet.",
)

WEEK = Figure(
    id="note-week",
    title="A team's last seven complete days against the seven before",
    table="unit_economics.rpt_costs_daily",
    needs=DAILY_TABLES,
    rule="Effective cost of seven complete days, less that of the same weekdays before.",
    sql=f"""
select
    team,
    billing_currency,
    {COMPLETE_DAY},
    cast(sum(effective_cost) as decimal(38, 12)),
    cast(sum(effective_cost_change_7d) as decimal(38, 12))
from unit_economics.rpt_costs_daily
where charge_date <= {COMPLETE_DAY} and charge_date > {COMPLETE_DAY} - 7
group by team, billing_currency
having sum(effective_cost) is not null
order by team, sum(effective_cost) desc
""",
    columns=columns(
        "owner|Owner||key",
        "billing_currency|Currency||key",
        "charge_date|Up to|day",
        "cost|Seven days|money",
        "change|Change|change",
    ),
    behind="select target_id as owner, billing_currency, effective_cost as amount,"
    f" {ALLOCATED} where charge_date <= {COMPLETE_DAY} and charge_date > {COMPLETE_DAY} - 7",
    empty="No day is complete yet.",
)

# In the reporting currency where there is a rate, else as billed.
IN_ONE = (
    "coalesce({0}_reporting, {0}), case when {0}_reporting is null then billing_currency"
    " else reporting_currency end"
)

ACTIONS = Figure(
    id="note-actions",
    title="What an owner can do, with the money it is about",
    table="allocation.fct_unallocated_costs",
    needs=(
        "allocation.rpt_showback_monthly",
        "planning.fct_budget_status",
        "anomalies.fct_early_warnings",
        "anomalies.fct_cost_anomalies",
        "governance.fct_invoice_reconciliation",
    ),
    rule="Cost that nobody owns and the owner may know; idle, over-requested and unused cost of the newest"
    " invoiced month; open warnings (money a day) and anomalies; budgets that will be exceeded.",
    sql=f"""
with actions as (
    select
        coalesce(fixer_team, 'unallocated') as owner,
        'Name the owner of ' || owner_kind || ' ' || owner_value || ', which has none ('
            || replace(reason, '_', ' ') || ')' as what,
        {IN_ONE.format("effective_cost")},
        concat_ws('/', 'unowned', owner_kind, owner_value) as explained_by
    from allocation.fct_unallocated_costs
    union all
    select
        target_id, 'Give back or use what stood idle in ' || billing_period,
        {IN_ONE.format("idle_cost")}, 'teams/' || target_id
    from allocation.rpt_showback_monthly where billing_period = {INVOICED_MONTH}
    union all
    select
        target_id, 'Ask for less: requested and not used in ' || billing_period,
        {IN_ONE.format("over_requested_cost")}, 'teams/' || target_id
    from allocation.rpt_showback_monthly where billing_period = {INVOICED_MONTH}
    union all
    select
        target_id, 'Use or sell the commitment that stood unused in ' || billing_period,
        {IN_ONE.format("unused_commitment_cost")}, 'teams/' || target_id
    from allocation.rpt_showback_monthly where billing_period = {INVOICED_MONTH}
    union all
    select
        coalesce(team, 'unallocated'), 'Stop it or name the change, a day: ' || evidence,
        cost_per_day, currency, 'warnings/' || warning_id
    from anomalies.fct_early_warnings where is_open and known_change_id is null
    union all
    select
        coalesce(team, owner_name, 'unallocated'), 'Explain it or mend it: ' || evidence,
        excess_cost, currency, 'anomalies/' || anomaly_id
    from anomalies.fct_cost_anomalies
    where status = 'open' and direction = 'up' and known_change_id is null
    union all
    select
        coalesce(owner_name, 'unallocated'),
        'Keep ' || concat_ws(' ', budget_name, nullif(scope_value, '*'), billing_period)
            || ' within its budget, or raise it',
        month_end_estimate - budget_amount, currency,
        concat_ws('/', 'budgets', budget_name, scope_kind, scope_value, currency, billing_period)
    from ({NEWEST_BUDGETS}) where status in ('breached', 'warning', 'watch')
)

select owner, what, explained_by, currency, cast(sum(amount) as decimal(38, 12)) as money
from actions as given(owner, what, amount, currency, explained_by)
group by owner, what, explained_by, currency
having sum(amount) > 0
order by
    owner,
    currency = (select max(reporting_currency) from allocation.rpt_showback_monthly) desc,
    money desc,
    what
""",
    columns=columns(
        "owner|Owner||key",
        "what|What to do||key",
        "explained_by|More||key",
        "currency|Currency||key",
        "amount|Money|money",
    ),
    currency="In the reporting currency where there is a rate, else in its own; each line has one.",
    empty="Nobody has anything to do.",
)

QUESTIONS = Figure(
    id="note-questions",
    title="What an owner can find out, with the money it is about",
    table="unit_economics.fct_cost_bridge",
    needs=("allocation.fct_unallocated_costs", "governance.fct_invoice_reconciliation"),
    rule="Changes of the newest invoiced month that no tokens explain, and cost whose owner the team may"
    " know.",
    sql=f"""
with questions as (
    select
        scope_value as owner,
        'What is behind the change of ' || replace(driver, '_', ' ') || ', ' || comparison_id || '?' as what,
        concat_ws('/', 'note-drivers', scope_value, comparison_id, currency, executive_driver)
            as explained_by,
        currency,
        amount
    from unit_economics.fct_cost_bridge
    where
        scope_kind = 'team'
        and comparison_kind = 'month_before'
        and strftime(compared_from, '%Y-%m') = {INVOICED_MONTH}
        and (executive_driver = 'other' or driver in ('new', 'gone'))
        and amount != 0
    union all
    select
        coalesce(fixer_team, 'unallocated'),
        'Whose is ' || owner_kind || ' ' || owner_value || '?',
        concat_ws('/', 'unowned', owner_kind, owner_value),
        billing_currency,
        cast(sum(effective_cost) as decimal(38, 12))
    from allocation.fct_unallocated_costs
    group by fixer_team, owner_kind, owner_value, billing_currency
)

select * from questions
order by owner, abs(amount) desc, what
""",
    columns=columns(
        "owner|Owner||key",
        "what|Question||key",
        "explained_by|More||key",
        "currency|Currency||key",
        "amount|Money|change",
    ),
    empty="No amount is unknown.",
)

NOTES = (DRIVERS, WEEK, ACTIONS, QUESTIONS)
