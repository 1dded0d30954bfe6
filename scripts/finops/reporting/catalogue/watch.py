"""Where the month will land, what jumped, what is to be done, and how fresh it all is."""

from finops.reporting.catalogue.spend import DATA_DAY
from finops.reporting.figure import NO_MONEY, Figure, columns

BUDGET_STATES = "['breached', 'warning', 'watch', 'over_funded', 'on_track', 'unknown']"
NO_BUDGETS = "No budgets are landed: `finops template budgets` writes a list to fill in."
NEWEST_BUDGETS = """
    select * from planning.fct_budget_status
    where is_newest and is_current_version
    qualify billing_period = max(billing_period) over ()
"""

# The rows of the list that set the budget, then the charges of the month in its currency.
BEHIND_BUDGETS = f"""
    with budgets as ({NEWEST_BUDGETS})

    select
        budgets.*, 'budget' as id_kind, listed.budget_id as id, listed.amount as amount,
        listed.source_file as source_file, listed.source_row as source_row
    from budgets
    inner join core.fct_budgets as listed on budgets.budget_id = listed.budget_id
    union all
    select
        budgets.*, 'charge' as id_kind, costs.charge_id as id,
        case budgets.cost_basis when 'billed' then costs.billed_cost else costs.effective_cost end as amount,
        costs.source_file as source_file, costs.source_row as source_row
    from budgets
    inner join core.fct_costs as costs
        on budgets.currency = costs.billing_currency
        and strftime(costs.charge_period_start, '%Y-%m') = budgets.billing_period
    left join allocation.fct_allocated_costs as allocated on costs.charge_id = allocated.allocated_cost_id
    where
        cast(costs.charge_period_start as date) <= budgets.as_of_date
        and (
            budgets.scope_kind = 'company'
            or budgets.scope_value in (
                costs.provider_name, costs.api_key_id, allocated.legal_entity, allocated.team,
                allocated.product, allocated.customer, allocated.environment, allocated.cost_class
            )
        )
"""

BUDGETS = Figure(
    id="budgets",
    title="Budgets, and where the month will land",
    table="planning.fct_budget_status",
    rule="Newest version and day of each budget of the newest month: spent so far, estimate of the month's"
    " end (a band only where history allows one), and what the budget's own phasing planned.",
    sql=f"""
select
    budget_name,
    scope_kind,
    scope_value,
    currency,
    billing_period,
    status,
    budget_amount,
    actual_to_date,
    planned_to_date,
    month_end_estimate,
    lowest_estimate,
    highest_estimate,
    exhausted_on,
    as_of_date,
    coalesce(reason, band_missing_reason)
from ({NEWEST_BUDGETS})
order by list_position({BUDGET_STATES}, status), budget_amount desc, budget_name, scope_kind, scope_value
""",
    columns=columns(
        "budget_name|Budget||key",
        "scope_kind|Of|words|key",
        "scope_value|Which||key",
        "currency|Currency||key",
        "billing_period|Month||key",
        "status|Status|words",
        "budget_amount|Budget|money",
        "actual_to_date|Spent|money",
        "planned_to_date|Planned by now|money",
        "month_end_estimate|Will land at|money",
        "lowest_estimate|At least|money",
        "highest_estimate|At most|money",
        "exhausted_on|Used up on|day",
        "as_of_date|As of|day",
        "reason|Why|words",
    ),
    lag="budgets",
    behind=BEHIND_BUDGETS,
    empty=NO_BUDGETS,
)

BUDGET_COUNTS = Figure(
    id="budget-states",
    title="Budgets",
    table="planning.fct_budget_status",
    rule="Budgets of the newest month by status, newest version and day of each.",
    sql=f"""
select status, billing_period, count(*)
from ({NEWEST_BUDGETS})
group by status, billing_period
order by list_position({BUDGET_STATES}, status)
""",
    columns=columns("status|Status|words|key", "billing_period|Month||key", "count_budgets|Budgets|count"),
    currency=NO_MONEY,
    lag="budgets",
    behind=BEHIND_BUDGETS,
    empty=NO_BUDGETS,
)

CREDITS = Figure(
    id="credits",
    title="Prepaid credit and how long it lasts",
    table="planning.fct_credit_runway",
    rule="Balance, what 28 days used of it, and the day it runs out at that pace; kept apart from budgets.",
    sql="""
select
    provider_name, billing_account_id, currency, credit_kind, balance, used_28_days, runway_days,
    exhausted_on, reason
from planning.fct_credit_runway
order by runway_days nulls last, provider_name, billing_account_id, credit_kind
""",
    columns=columns(
        "provider_name|Vendor||key",
        "billing_account_id|Account||key",
        "currency|Currency||key",
        "credit_kind|Kind|words|key",
        "balance|Balance|money",
        "used_28_days|Used in 28 days|money",
        "runway_days|Days left|days",
        "exhausted_on|Used up on|day",
        "reason|Why not|words",
    ),
    lag="budgets",
    behind="select runway.*, costs.charge_id as id, 'charge' as id_kind, costs.effective_cost as amount"
    " from planning.fct_credit_runway as runway inner join core.fct_costs as costs"
    " on runway.provider_name = costs.provider_name"
    " and runway.billing_account_id = coalesce(costs.billing_account_id, 'unknown')"
    " and (runway.credit_kind = 'prepaid' or costs.charge_category = 'Credit')",
    empty="No prepaid account is known: `finops template prepaid_movements`.",
)

BEHIND_WARNINGS = """
    select
        warnings.warning_id, warnings.currency, requests.source_file, requests.source_row,
        requests.request_id as id, 'request' as id_kind, requests.estimated_cost as amount
    from anomalies.fct_early_warnings as warnings
    inner join core.fct_ai_requests as requests
        on requests.started_at >= warnings.first_hour
        and requests.started_at < warnings.last_hour + interval 1 hour
        and requests.provider_name is not distinct from warnings.provider_name
        and (warnings.model_name is null or requests.model_name = warnings.model_name)
        and (warnings.api_key_id is null or requests.api_key_id = warnings.api_key_id)
        and (warnings.session_id is null or requests.session_id = warnings.session_id)
"""

WARNINGS = Figure(
    id="warnings",
    title="Early warnings: open, or of the last seven days of data",
    table="anomalies.fct_early_warnings",
    rule="Hourly on priced gateway usage, before the bill knows; money at stake is per day. Costliest first.",
    sql="""
select
    warning_id,
    warning_kind,
    is_open,
    currency,
    cost_per_day,
    evidence,
    team,
    first_hour,
    known_change_id,
    evidence_query
from anomalies.fct_early_warnings
where is_open or last_hour >= (select max(last_hour) from anomalies.fct_early_warnings) - interval 7 day
order by is_open desc, cost_per_day desc nulls last, first_hour desc, warning_id
""",
    columns=columns(
        "warning_id|Warning||key",
        "warning_kind|Kind|words",
        "is_open|Open",
        "currency|Currency",
        "cost_per_day|A day|money",
        "evidence|What is seen",
        "team|Owner",
        "first_hour|Since|moment",
        "known_change_id|Known change",
        "evidence_query|Query that shows it",
    ),
    lag="requests",
    behind=BEHIND_WARNINGS,
    empty="No gateway shows anything unusual in the last seven days of data.",
    shown=20,
)

WARNING_COUNTS = Figure(
    id="warnings-open",
    title="Open warnings",
    table="anomalies.fct_early_warnings",
    rule="Early warnings that are still going on and no known change explains, and their money at stake per"
    " day.",
    sql="""
select currency, count(*), cast(sum(cost_per_day) as decimal(38, 12)) as cost_per_day
from anomalies.fct_early_warnings
where is_open and known_change_id is null
group by currency
order by cost_per_day desc nulls last, currency
""",
    columns=columns("currency|Currency||key", "count_warnings|Open|count", "cost_per_day|A day|money"),
    lag="requests",
    behind=f"{BEHIND_WARNINGS} where warnings.is_open and warnings.known_change_id is null",
    empty="No early warning is open.",
)

ANOMALIES = Figure(
    id="anomalies",
    title="Confirmed on billed cost",
    table="anomalies.fct_cost_anomalies",
    rule="Runs of days whose cost leaves the range of their weekdays, on complete days alone; open ones"
    " first.",
    sql="""
select
    anomaly_id,
    case when scope_kind = 'leaf' then 'team, service, model' else scope_kind end,
    case when scope_kind = 'leaf' then concat_ws(', ', scope_value, service_name, model_name)
        else scope_value end,
    status,
    severity,
    currency,
    excess_cost,
    evidence,
    coalesce(team, owner_name),
    last_date,
    known_change_id,
    evidence_query
from anomalies.fct_cost_anomalies
order by status = 'open' desc, last_date desc, abs(excess_cost) desc, anomaly_id
""",
    columns=columns(
        "anomaly_id|Anomaly||key",
        "scope_kind|Of|words",
        "scope_value|Which",
        "status|Status|words",
        "severity|Severity|words",
        "currency|Currency",
        "excess_cost|Excess|change",
        "evidence|What is seen",
        "team|Owner",
        "last_date|To|day",
        "known_change_id|Known change",
        "evidence_query|Query that shows it",
    ),
    behind="select anomalies.anomaly_id, costs.charge_id as id, 'charge' as id_kind,"
    " costs.billed_cost as amount from anomalies.fct_cost_anomalies as anomalies"
    " inner join core.fct_costs as costs"
    " on cast(costs.charge_period_start as date) >= anomalies.first_date"
    " and cast(costs.charge_period_start as date) <= anomalies.last_date"
    " and anomalies.currency = costs.billing_currency"
    " and (anomalies.provider_name is null or anomalies.provider_name = costs.provider_name)"
    " and (anomalies.service_name is null or anomalies.service_name = costs.service_name)"
    " and (anomalies.model_name is null or anomalies.model_name = costs.model_name)"
    " left join allocation.fct_allocated_costs as owners on costs.charge_id = owners.allocated_cost_id"
    " where anomalies.scope_kind not in ('leaf', 'team') or anomalies.scope_value = 'shared'"
    " or anomalies.scope_value = coalesce(owners.team, 'unowned')",
    empty="No day of billed cost leaves the range of its weekdays.",
    shown=12,
)

OPEN_ITEMS = Figure(
    id="open-items",
    title="To do, the costliest first",
    table="governance.fct_open_items",
    rule="What would help most, by the money it is about. One charge can have a key, a project, tags and an"
    " account, so these amounts overlap and do not add up. `finops todo` shows all.",
    sql="""
select
    kind,
    owner_value,
    provider_name,
    reporting_currency,
    money_at_stake,
    what_to_do,
    suggestion,
    last_seen_date
from governance.fct_open_items
where kind != 'unmapped_principal'
order by item_rank
""",
    columns=columns(
        "kind|Kind|words|key",
        "owner_value|What||key",
        "provider_name|Vendor||key",
        "currency|Currency",
        "money_at_stake|Money|money",
        "what_to_do|What to do",
        "suggestion|Suggested",
        "last_seen_date|Last seen|day",
    ),
    currency="In the reporting currency; blank where a rate is missing.",
    behind="select items.kind, items.owner_value, items.provider_name, costs.charge_id as id,"
    " 'charge' as id_kind, costs.effective_cost_reporting as amount from governance.fct_open_items as items"
    " inner join core.fct_costs as costs"
    " on (items.provider_name is null or items.provider_name = costs.provider_name)"
    " and (items.owner_value in (costs.api_key_id, costs.sub_account_id, costs.billing_account_id,"
    " costs.invoice_id) or items.kind not in ('unmapped_key', 'unmapped_project', 'unmapped_account',"
    " 'unreconciled_invoice'))",
    empty="Nothing is to be done.",
    shown=15,
)

# Faults of the organisation's own rules and lists are open items, with the row that each is about.
FINDINGS = Figure(
    id="findings",
    title="What is wrong in what was delivered",
    table="governance.fct_source_findings",
    rule="Errors, then warnings in the vendors' own data, by rule, most rows first.",
    sql="""
select
    severity,
    rule,
    min(title),
    min(what_to_ask),
    cast(sum(count_rows) as bigint),
    string_agg(distinct source_name, ', ' order by source_name)
from governance.fct_source_findings
where severity in ('error', 'warning') and rule_family not in ('organisation', 'allocation')
group by severity, rule
order by severity = 'error' desc, sum(count_rows) desc, rule
""",
    columns=columns(
        "severity|Severity||key",
        "rule|Rule||key",
        "title|Finding",
        "what_to_ask|What to ask",
        "count_rows|Rows|count",
        "sources|Sources",
    ),
    currency=NO_MONEY,
    behind="select findings.severity, findings.rule, costs.charge_id as id, 'charge' as id_kind,"
    " costs.billed_cost as amount from governance.fct_source_findings as findings"
    " inner join core.fct_costs as costs on findings.example_charge_id = costs.charge_id",
    empty="No error and no warning in what the vendors delivered.",
)

FRESHNESS = Figure(
    id="freshness",
    title="How fresh each source is",
    table="governance.fct_ingestion_health",
    rule="Newest day with rows and newest landing of each source; late is more hours behind the newest"
    " landing of all than the source promises.",
    sql="""
select
    source_name,
    max(charge_date) filter (where charge_date <= cast(last_landed_at as date) and count_rows > 0),
    max(last_landed_at),
    max(hours_behind),
    max(promised_hours),
    max(hours_behind) > max(promised_hours) as is_late
from governance.fct_ingestion_health
group by source_name
order by is_late desc nulls last, max(hours_behind) desc nulls last, source_name
""",
    columns=columns(
        "source_name|Source||key",
        "newest_day|Newest day|day",
        "landed_at|Landed|moment",
        "hours_behind|Hours behind|count",
        "promised_hours|Promised|count",
        "is_late|Late",
    ),
    currency=NO_MONEY,
    behind=None,
    empty="Nothing is landed.",
)

DATA_DAYS = Figure(
    id="data-day",
    title="Newest day of charges",
    table="core.fct_day_completeness",
    needs=("reference.sources", "core.fct_deliveries"),
    rule="Newest day with charges of sources that report daily, and the newest landing of anything.",
    sql=f"select {DATA_DAY}, max(landed_at) from core.fct_deliveries having {DATA_DAY} is not null",
    columns=columns("charge_date|Newest day|day", "landed_at|Landed|moment"),
    currency=NO_MONEY,
    behind=None,
    empty="No day has charges of a source that reports daily.",
)

FIGURES = (
    BUDGET_COUNTS, BUDGETS, CREDITS, WARNING_COUNTS, WARNINGS, ANOMALIES, OPEN_ITEMS, FINDINGS, FRESHNESS,
    DATA_DAYS,
)  # fmt: skip
