"""Bills, own costs and prepaid credit written down by hand: from file to core, against readers of our own."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from finops.landing import land
from finops.project import Project
from landing_kit import EXPORTS
from running_dbt import ROOT, Dbt, make_home

SOURCES = ("vendor_costs", "asset_costs", "labour_costs", "billing_accounts", "prepaid_movements")
MODELS = ("+fct_prepaid_rollforward", "+fct_invoice_reconciliation", "+fct_ingestion_health")
PREPAID = "Marl Speech"


def rows_of(source: str) -> list[dict[str, str]]:
    (path,) = (EXPORTS / source).glob("*.csv")
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def land_in(home: Path, *paths: Path) -> None:
    report = land(Project(root=ROOT, home=home), [str(path) for path in paths], confirm=lambda _: True)
    assert report.ok, report


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt]) -> Dbt:
    home = make_home(tmp_path_factory.mktemp("own_bills"))
    land_in(home, *(EXPORTS / source for source in SOURCES))
    dbt = dbt_of(home)
    dbt("run", "-s", *MODELS, "focus_cost_and_usage").check()
    return dbt


def sums(dbt: Dbt, measure: str, source: str) -> dict[tuple[str, str], Decimal]:
    """Sum of a measure by month and currency."""
    found = dbt.rows(
        f"select billing_period, billing_currency, sum({measure}) from core.fct_costs"
        f" where source_name = '{source}' group by billing_period, billing_currency"
        f" having sum({measure}) != 0"
    )
    return {(month, currency): amount for month, currency, amount in found}


def test_bills_are_billed_when_invoiced(built: Dbt) -> None:
    expected: Counter = Counter()
    for row in rows_of("vendor_costs"):
        if row["vendor"] != PREPAID:
            expected[row["invoice_date"][:7], row["currency"]] += Decimal(row["amount"]) + Decimal(
                row["tax"] or 0
            )
    assert sums(built, "billed_cost", "vendor_costs") == expected


@pytest.mark.parametrize(
    ("source", "first", "last"),
    [
        ("vendor_costs", "service_start", "service_end"),
        ("asset_costs", "period_start", "period_end"),
        ("labour_costs", "period_start", "period_end"),
    ],
)
def test_what_is_used_lies_on_its_days(built: Dbt, source: str, first: str, last: str) -> None:
    """Each line's days add up to it; each month has its days' share within a unit of 1e-12 a day."""
    expected: Counter = Counter()
    total: Counter = Counter()
    for row in rows_of(source):
        amount, tax = Decimal(row["amount"]), Decimal(row.get("tax") or 0)
        total[row["currency"]] += amount + tax
        if tax:
            expected[row["invoice_date"][:7], row["currency"]] += tax
        spread = days(row[first], row[last]) if row[first] else [date.fromisoformat(row["invoice_date"])]
        for day in spread:
            expected[f"{day:%Y-%m}", row["currency"]] += amount / len(spread)
    found = sums(built, "effective_cost", source)
    assert {key for key, amount in expected.items() if amount} == found.keys()
    for key, amount in found.items():
        assert abs(amount - expected[key]) <= Decimal("1e-12") * 31 * len(rows_of(source)), key
    by_currency: Counter = Counter()
    for (_, currency), amount in found.items():
        by_currency[currency] += amount
    assert by_currency == total


@pytest.mark.prove
def test_own_costs_stay_out_of_what_providers_bill(
    built: Dbt, dbt_of: Callable[[Path], Dbt], tmp_path: Path
) -> None:
    """Neither the bills, the reconciliation nor the FOCUS output knows whether own assets are landed."""
    without = make_home(tmp_path / "home")
    land_in(
        without, *(EXPORTS / source for source in SOURCES if source not in ("asset_costs", "labour_costs"))
    )
    dbt = dbt_of(without)
    dbt("run", "-s", *MODELS, "focus_cost_and_usage").check()
    queries = (
        "select provider_name, billing_period, billing_currency, sum(billed_cost), sum(effective_cost)"
        " from core.fct_costs where cost_origin = 'provider_bill' group by all order by all",
        "select * from governance.fct_invoice_reconciliation order by all",
        'select * exclude ("x_ChargeId") from core.focus_cost_and_usage order by all',
        "select * from governance.fct_prepaid_rollforward order by all",
    )
    for query in queries:
        rows = built.rows(query)
        assert rows and rows == dbt.rows(query), query
    assert built.rows(
        "select cost_origin, sum(billed_cost), count(distinct provider_name) from core.fct_costs"
        " where cost_origin != 'provider_bill' group by cost_origin order by cost_origin"
    ) == [("own_asset", 0, 1), ("own_labour", 0, 1)]


def test_prepaid_credit_foots(built: Dbt) -> None:
    """Opening, bought, refunded, used, expired, closing, stated, difference: worked out by hand."""
    found = built.rows(
        "select billing_period, opening_balance, bought, refunded, used, expired, closing_balance,"
        " stated_closing, difference, cause from governance.fct_prepaid_rollforward order by billing_period"
    )
    numbers = [
        ("2026-09", "100.5", "500", "0", "200", "0", "400.5", "400.5", "0", "agrees"),
        ("2026-10", "400.5", "0", "50", "49.999999999999", "0.5", "300.000000000001", "290",
         "-10.000000000001", "use_missing"),
    ]  # fmt: skip
    assert found == [(month, *map(Decimal, amounts), cause) for month, *amounts, cause in numbers]
    proof = built(
        "test", "-s", "assert_prepaid_credit_foots", "assert_reconciliation_conserves_bills"
    ).check()
    assert len(proof.statuses) >= 2


@pytest.mark.prove
def test_invoices_of_credit_are_what_was_bought(
    built: Dbt, tmp_path: Path, dbt_of: Callable[[Path], Dbt]
) -> None:
    """The receipt with its tax agrees with the purchase; use of an invoiced account is billed again."""
    home = tmp_path / "home"
    shutil.copytree(built.home, home)
    dbt = dbt_of(home)
    invoices = tmp_path / "invoices.csv"
    invoices.write_text(
        "invoice_id,invoice_issuer_name,billing_period,currency,tax_amount,total_amount\n"
        f"RCPT-1,{PREPAID},2026-09,EUR,95,595\n"
    )
    land_in(home, invoices)
    dbt("run", "-s", *MODELS).check()
    reconciled = (
        "select invoice_id, invoiced_amount, billed_cost, cause from governance.fct_invoice_reconciliation"
        f" where invoice_issuer_name = '{PREPAID}' order by invoice_id"
    )
    assert dbt.rows(reconciled) == [
        ("RCPT-1", Decimal(595), Decimal(595), "agrees"),
        ("RCPT-2", None, Decimal(-50), "no_invoice"),
    ]
    billed = "select sum(billed_cost) from core.fct_costs where billing_account_id = 'marl-1'"
    assert dbt.rows(billed) == [(Decimal(545),)]
    terms = tmp_path / "billing_accounts.csv"
    terms.write_text(
        f"provider_name,billing_account_id,payment_terms,valid_from\n{PREPAID},marl-1,invoiced,2026-09-01\n"
    )
    land_in(home, terms)
    dbt("run", "-s", *MODELS).check()
    assert dbt.rows(billed) == [(Decimal(545) + Decimal("249.999999999999"),)]
    assert {row[0] for row in dbt.rows("select distinct cause from governance.fct_prepaid_rollforward")} == {
        "use_not_counted"
    }


@pytest.mark.prove
def test_a_later_file_of_a_vendor_and_month_replaces(
    built: Dbt, tmp_path: Path, dbt_of: Callable[[Path], Dbt]
) -> None:
    """All charges of the replaced bill go, those in other months too; other vendors of its file stay."""
    home = tmp_path / "home"
    shutil.copytree(built.home, home)
    dbt = dbt_of(home)
    penmark = (
        "select count(*), sum(billed_cost), sum(effective_cost) from core.fct_costs"
        " where provider_name = 'Penmark'"
    )
    others = (
        "select provider_name, sum(billed_cost), sum(effective_cost) from core.fct_costs"
        " where provider_name != 'Penmark' group by provider_name order by provider_name"
    )
    assert dbt.rows(penmark) == [(396, Decimal("12000.01"), Decimal("12000.01"))]
    before = dbt.rows(others)
    later = tmp_path / "corrected.csv"
    later.write_text(
        "vendor,invoice_id,invoice_date,service_start,service_end,amount,currency\n"
        "Penmark,PM-88,2026-09-15,2026-09-15,2026-09-17,90.00,EUR\n"
    )
    land_in(home, later)
    dbt("run", "-s", "+fct_costs").check()
    assert dbt.rows(penmark) == [(4, Decimal(90), Decimal(90))]
    assert dbt.rows(others) == before
