"""What a month still lacks before it is closed, per issuer and source: read from the warehouse."""

from decimal import Decimal
from typing import Any

import duckdb

from finops.screen import money, share

Missing = dict[str, Any]

INVOICES = """
select
    invoice_issuer_name, invoice_id, billing_currency,
    coalesce(difference, billed_cost, -invoiced_amount), cause
from governance.fct_invoice_reconciliation
where billing_period = ? and cause not in ('agrees', 'rounding')
order by abs(coalesce(difference, billed_cost, invoiced_amount)) desc, invoice_issuer_name, invoice_id
"""
# A day is young where days of its age were not whole before; without a history days are missing or there. The
# service days of a bill are there though no delivery is of them.
DAYS = """
with days as (
    select
        source_name, delivery_scope, charge_date, max(first_landed_at) as first_landed_at,
        sum(count_rows) as count_rows,
        date_diff('day', charge_date + 1, cast(max(last_landed_at) as date)) as age_days
    from governance.fct_ingestion_health
    where billing_period = ?
    group by source_name, delivery_scope, charge_date
),
ages as (
    select source_name, delivery_scope, age_days, min(share_known) as share_known
    from core.fct_source_completeness
    group by source_name, delivery_scope, age_days
),
judged as (
    select days.*, ages.share_known
    from days
    asof left join ages
        on days.source_name = ages.source_name and days.delivery_scope = ages.delivery_scope
        and days.age_days >= ages.age_days
)
select
    source_name, delivery_scope,
    count(*) filter (first_landed_at is null and count_rows = 0) as count_missing,
    count(*) filter (first_landed_at is not null and share_known < 1) as count_young,
    min(share_known) filter (first_landed_at is not null) as share_known
from judged
group by source_name, delivery_scope
having count_missing + count_young > 0
order by source_name, delivery_scope
"""
UNALLOCATED = """
select
    billing_currency,
    sum(effective_cost) filter (target_id = 'unallocated') as unallocated,
    sum(effective_cost) as effective_cost
from allocation.fct_allocated_costs
where billing_period = ?
group by billing_currency
having count(*) filter (target_id = 'unallocated') > 0 and coalesce(unallocated, 1) != 0
order by billing_currency
"""
PREPAID = """
select provider_name, billing_account_id, billing_currency, difference, cause
from governance.fct_prepaid_rollforward
where billing_period = ? and cause not in ('agrees', 'rounding')
order by provider_name, billing_account_id, billing_currency
"""


def find_missing(con: duckdb.DuckDBPyConnection, period: str) -> list[Missing]:
    """Return what `period` lacks, each as what, who, currency, amount (decimal text) and detail."""
    found = [
        _missing("invoice", issuer, currency, amount, f"{invoice}: {cause.replace('_', ' ')}")
        for issuer, invoice, currency, amount, cause in con.execute(INVOICES, [period]).fetchall()
    ]
    for source, scope, missing, young, known in con.execute(DAYS, [period]).fetchall():
        parts = [f"{missing} days missing"] if missing else []
        if young:
            parts.append(f"{young} days young, at that age {float(known):.1%} was known before")
        found.append(_missing("days", f"{source} {scope}", None, None, "; ".join(parts)))
    for currency, amount, whole in con.execute(UNALLOCATED, [period]).fetchall():
        of_all = f"{share(amount, whole)} of {money(whole, currency)} effective"
        found.append(_missing("unallocated", "nobody", currency, amount, of_all))
    for provider, account, currency, amount, cause in con.execute(PREPAID, [period]).fetchall():
        found.append(_missing("prepaid", f"{provider} {account}", currency, amount, cause.replace("_", " ")))
    return found


def _missing(
    what: str, who: str | None, currency: str | None, amount: Decimal | None, detail: str
) -> Missing:
    return {
        "what": what,
        "who": who or "unknown",
        "currency": currency,
        "amount": None if amount is None else f"{amount:f}",
        "detail": detail,
    }
