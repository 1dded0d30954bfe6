"""The books of the demo company: contracts, budgets, revenue, fiscal periods and postings.

Amounts follow what the vendors bill in the first month, so that margin and budgets fit at any scale.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from finops.demo.engine import Demo, literal
from finops.demo.organisation_words import CUSTOMER_PRODUCTS, GMBH, INC, Row, plan
from finops.demo.story import CLAIM_MODEL, CLAIM_PRICE, CUSTOMERS, ISSUERS, next_month

CENT = Decimal("0.01")
# What customers pay for one dollar of the first month's bills, and how it grows.
REVENUE_PER_COST = Decimal("1.9")
REVENUE_GROWTH = Decimal("1.02")
BUDGET_OVER_COST = Decimal("1.04")
# Parts of the company's budget that teams have, against what they bear after pools.
TEAM_BUDGETS = {"search": Decimal("0.14"), "research": Decimal("0.6")}
# What a euro of the vendors' bills is planned at.
PLANNED_RATE = Decimal("1.17")


def contracts(demo: Demo) -> Iterator[Row]:
    """The list price with OpenAI, less for output later; a commitment and a discount with AWS."""
    year = date(demo.story.first_day.year, 1, 1)
    dates = {"valid_from": year, "valid_to": year.replace(year=year.year + 1), "owner": "platform"}
    claimed_from = demo.story.closed[-1]
    for token_class, price, valid in (
        ("input", "0.25", {}),
        ("cache_read", "0.025", {}),
        ("output", "2", {"valid_to": claimed_from}),
        ("output", CLAIM_PRICE, {"valid_from": claimed_from}),
    ):
        yield dates | valid | {
            "contract_id": "openai-order-form", "vendor": ISSUERS["openai"], "legal_entity": INC,
            "model": CLAIM_MODEL, "token_class": token_class, "price": price, "unit": "1M tokens",
            "currency": "USD", "payment_terms": "net 30",
        }  # fmt: skip
    yield dates | {
        "contract_id": "aws-private-pricing", "vendor": ISSUERS["aws"], "legal_entity": INC,
        "discount_percent": "7.5", "commitment_amount": "600000", "currency": "USD",
        "payment_terms": "net 30", "valid_to": year.replace(year=year.year + 3),
        "notice_by": year.replace(year=year.year + 2, month=9, day=30),
    }  # fmt: skip


def _first_month(demo: Demo) -> dict[tuple[str, str], Decimal]:
    """What each issuer billed in the first month, per currency."""
    rows = demo.rows(
        "SELECT issuer, currency, sum(total) FROM invoice_sums"
        f" WHERE month = {literal(demo.story.first_day)} AND total IS NOT NULL GROUP BY ALL ORDER BY ALL"
    )
    return {(issuer, currency): total for issuer, currency, total in rows}


def _in_dollars(demo: Demo) -> Decimal:
    billed = _first_month(demo)
    return sum(
        (total * (PLANNED_RATE if key[1] == "EUR" else 1) for key, total in billed.items()), Decimal(0)
    )


def budgets(demo: Demo) -> Iterator[Row]:
    """Per vendor in its currency; for the company in dollars, raised by a second version at half time.

    Two teams have budgets for what they bear, accrued.
    """
    rest = {"status": "approved", "basis": "billed", "owner": "platform", "approved_by": "cfo-office"}
    for month in demo.story.months:
        period = {"billing_period": f"{month:%Y-%m}"}
        for (issuer, currency), total in _first_month(demo).items():
            yield rest | period | {
                "budget": "vendors", "version": 1, "scope_kind": "provider", "scope_value": issuer,
                "amount": _hundreds(total * BUDGET_OVER_COST), "currency": currency,
            }  # fmt: skip
        company = {"budget": "company", "scope_kind": "company", "currency": "USD"}
        amount = _hundreds(_in_dollars(demo) * BUDGET_OVER_COST)
        yield rest | period | company | {"version": 1, "status": "superseded", "amount": amount}
        raised = amount * Decimal("1.05") if month >= demo.story.team_change_day.replace(day=1) else amount
        yield rest | period | company | {"version": 2, "amount": _hundreds(raised)}
        for team, part in TEAM_BUDGETS.items():
            yield rest | period | {
                "budget": "teams", "version": 1, "scope_kind": "team", "scope_value": team,
                "basis": "effective", "amount": _hundreds(amount * part), "currency": "USD", "owner": team,
            }  # fmt: skip


def _hundreds(amount: Decimal) -> Decimal:
    return (amount / 100).to_integral_value() * 100


def revenue(demo: Demo) -> Iterator[Row]:
    """Recognised and invoiced for closed months, recurring for all; one customer pays in euros."""
    weights = {
        (customer, product): Decimal(3 + (5 * number + 7 * place) % 11)
        for number, customer in enumerate(CUSTOMERS)
        for place, product in enumerate(CUSTOMER_PRODUCTS[number % len(CUSTOMER_PRODUCTS)])
    }
    base = _in_dollars(demo) * REVENUE_PER_COST / sum(weights.values())
    for grown, month in enumerate(demo.story.months):
        for (customer, product), weight in weights.items():
            number = CUSTOMERS.index(customer)
            is_euro = number == 2
            amount = base * weight * REVENUE_GROWTH**grown / (PLANNED_RATE if is_euro else 1)
            row = {
                "billing_period": f"{month:%Y-%m}", "customer": customer, "product": product,
                "plan": plan(number), "amount": amount.quantize(CENT),
                "currency": "EUR" if is_euro else "USD", "legal_entity": GMBH if number % 3 == 2 else INC,
            }  # fmt: skip
            yield row | {"basis": "mrr"}
            if month in demo.story.closed:
                yield row | {"basis": "recognised"}
                yield row | {"basis": "invoiced"}
    credited = {"billing_period": f"{demo.story.closed[-1]:%Y-%m}", "customer": CUSTOMERS[1]}
    product = CUSTOMER_PRODUCTS[1][0]
    for basis in ("recognised", "invoiced"):
        yield credited | {
            "product": product, "plan": plan(1), "basis": basis, "amount": "-310.40", "currency": "USD",
            "legal_entity": INC, "note": "credit note for an outage",
        }  # fmt: skip


def fiscal_periods(demo: Demo) -> Iterator[Row]:
    """The fiscal year is that of the calendar; closed months are closed on the seventh of the next."""
    for month in demo.story.months:
        is_closed = month in demo.story.closed
        yield {
            "fiscal_period": _fiscal(month), "fiscal_year": f"FY{month:%y}",
            "fiscal_quarter": f"FY{month:%y}-Q{(month.month + 2) // 3}", "starts_on": month,
            "ends_before": next_month(month), "status": "closed" if is_closed else "open",
            "closed_on": next_month(month).replace(day=7) if is_closed else None,
        }  # fmt: skip


def _fiscal(month: date) -> str:
    return f"FY{month:%y}-P{month:%m}"


def postings(demo: Demo) -> Iterator[Row]:
    """Each invoice in the month of its date: net, tax and the vendor, which add up to nothing."""
    path = literal(str(demo.folder / "organisation" / "invoices.csv"))
    invoices = demo.rows(
        "SELECT invoice_id, invoice_issuer_name, billing_period, invoice_date, currency, amount_before_tax,"
        f" tax_amount, total_amount FROM read_csv({path}, all_varchar = true, header = true)"
        " WHERE billing_period IS NOT NULL"
        " ORDER BY billing_period, invoice_issuer_name, invoice_id, currency"
    )
    for number, (invoice, issuer, period, posted, currency, net, tax, total) in enumerate(invoices, start=1):
        fiscal_period = _fiscal(date.fromisoformat(posted))
        entity = GMBH if currency == "EUR" else INC
        lines = (("620100", net), ("154000", tax), ("331000", f"{-Decimal(total):f}"))
        for line, (account, amount) in enumerate(lines, start=1):
            if amount is None or not Decimal(amount):
                continue
            yield {
                "posting_id": f"{period}-{number:05d}-{line}", "legal_entity": entity, "gl_account": account,
                "posting_date": posted, "fiscal_period": fiscal_period, "amount": amount,
                "currency": currency, "kind": "invoice", "vendor": issuer, "invoice_id": invoice,
                "description": f"{issuer} {period}",
            }  # fmt: skip
