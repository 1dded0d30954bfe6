"""What may be sent to a webhook: figures of one shape, each row one alert that `finops explain` follows."""

from finops.reporting.catalogue.watch import NEWEST_BUDGETS
from finops.reporting.figure import Figure, columns

# What is over longer ago than this, in days of the data, is no news.
RECENT_DAYS = 7
SHAPE = columns(
    "alert_id|Alert||key",
    "severity|Severity|words|key",
    "what|What",
    "evidence|What is seen",
    "owner|Owner",
    "since|Since|moment",
    "currency|Currency",
    "amount|Money|money",
    "explained_by|More",
)

# A warning that a known change explains is listed in the report and not sent.
WARNINGS = Figure(
    id="early_warning",
    title="Early warnings to send",
    table="anomalies.fct_early_warnings",
    rule=f"Open, or of the last {RECENT_DAYS} days of data, and explained by no known change. Money a day.",
    sql=f"""
select
    warning_id,
    case when is_open then 'high' else 'medium' end,
    'Early warning, ' || replace(warning_kind, '_', ' ')
        || case when is_open then '' else ' (ended)' end || ': ' || coalesce(model_name, provider_name),
    evidence,
    coalesce(owner_name, team),
    first_hour,
    currency,
    cost_per_day,
    'warnings/' || warning_id
from anomalies.fct_early_warnings
where
    known_change_id is null
    and (
        is_open
        or last_hour >= (select max(last_hour) from anomalies.fct_early_warnings)
            - interval {RECENT_DAYS} day
    )
order by is_open desc, cost_per_day desc nulls last, warning_id
""",
    columns=SHAPE,
    empty="No early warning is open or recent.",
)

ANOMALIES = Figure(
    id="cost_anomaly",
    title="Cost anomalies to send",
    table="anomalies.fct_cost_anomalies",
    rule=f"Open, or ended in the last {RECENT_DAYS} days of the newest, and explained by no known change."
    " Money is the excess.",
    sql=f"""
select
    anomaly_id,
    severity,
    'Cost anomaly, ' || direction || ': '
        || case when scope_kind = 'leaf' then concat_ws(', ', scope_value, service_name, model_name)
            else concat_ws(' ', replace(scope_kind, '_', ' '), nullif(scope_value, '*')) end,
    evidence,
    coalesce(team, owner_name),
    first_date,
    currency,
    excess_cost,
    'anomalies/' || anomaly_id
from anomalies.fct_cost_anomalies
where
    known_change_id is null
    and (
        status = 'open'
        or last_date >= (select max(last_date) from anomalies.fct_cost_anomalies) - {RECENT_DAYS}
    )
order by list_position(['high', 'medium', 'low'], severity), abs(excess_cost) desc, anomaly_id
""",
    columns=SHAPE,
    empty="No cost anomaly is open or recent.",
)

BUDGETS = Figure(
    id="budget_breach",
    title="Budgets to send",
    table="planning.fct_budget_status",
    rule="Budgets of the newest month that are breached or about to be. Money is the budget.",
    sql=f"""
select
    budget_id,
    case when status = 'breached' then 'high' else 'medium' end,
    'Budget ' || case when status = 'breached' then 'breached' else 'at risk' end || ': '
        || concat_ws(' ', budget_name, nullif(scope_value, '*'), billing_period),
    concat_ws(
        ', ',
        'spent ' || currency || ' ' || cast(cast(actual_to_date as decimal(38, 2)) as varchar),
        'lands at ' || currency || ' ' || cast(cast(month_end_estimate as decimal(38, 2)) as varchar),
        'data to ' || cast(as_of_date as varchar)
    ),
    owner_name,
    as_of_date,
    currency,
    budget_amount,
    concat_ws('/', 'budgets', budget_name, scope_kind, scope_value, currency, billing_period)
from ({NEWEST_BUDGETS})
where status in ('breached', 'warning')
order by status, budget_amount desc, budget_id
""",
    columns=SHAPE,
    lag="budgets",
    empty="No budget is breached or about to be.",
)

INVOICES = Figure(
    id="failed_reconciliation",
    title="Invoices to send",
    table="governance.fct_invoice_reconciliation",
    rule="Invoices that the data does not equal, rounding apart. Money is the difference.",
    sql="""
select
    md5(concat_ws('|', invoice_issuer_name, invoice_id, billing_currency)),
    'high',
    'Invoice does not foot: ' || concat_ws(' ', invoice_issuer_name, invoice_id),
    replace(cause, '_', ' ') || ' of ' || billing_period || '; invoiced ' || billing_currency || ' '
        || coalesce(cast(cast(invoiced_amount as decimal(38, 2)) as varchar), 'nothing') || ', in the data '
        || coalesce(cast(cast(billed_cost as decimal(38, 2)) as varchar), 'nothing'),
    null,
    invoice_date,
    billing_currency,
    coalesce(difference, invoiced_amount),
    concat_ws('/', 'invoices', billing_currency, cause)
from governance.fct_invoice_reconciliation
where cause not in ('agrees', 'rounding', 'not_yet_invoiced')
order by abs(coalesce(difference, invoiced_amount)) desc nulls last, invoice_issuer_name, invoice_id
""",
    columns=SHAPE,
    lag="invoices",
    empty="Every invoice that came foots with the data.",
)

BILLS = Figure(
    id="failed_bill_match",
    title="Bills to send",
    table="unit_economics.rpt_bill_match_status",
    rule="Bills with tokens whose price has a gap without a cause. Money is that gap.",
    sql="""
select
    md5(concat_ws('|', provider_name, delivery_scope, billing_period, currency)),
    'medium',
    'Bill with an unexplained gap: ' || concat_ws(' ', provider_name, billing_period),
    'billed ' || currency || ' ' || cast(cast(billed_cost as decimal(38, 2)) as varchar),
    null,
    cast(billing_period || '-01' as date),
    currency,
    unknown_gap,
    concat_ws('/', 'bill-match', provider_name, currency, status)
from unit_economics.rpt_bill_match_status
where status = 'gap_unknown'
order by abs(unknown_gap) desc, provider_name, billing_period
""",
    columns=SHAPE,
    empty="No bill has a gap without a cause.",
)

ALERTS = (WARNINGS, ANOMALIES, BUDGETS, INVOICES, BILLS)
