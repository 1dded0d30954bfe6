"""One screen of first figures out of the public tables; different currencies are never added up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from finops.figures import Figures
from finops.findings import print_findings
from finops.open_items import OpenItem, print_faults, print_items
from finops.project import Project
from finops.refreshing import has_demo
from finops.reporting.catalogue.ownership import OWNED, TEAMS
from finops.reporting.catalogue.spend import INVOICES, NO_COSTS, SPEND
from finops.reporting.catalogue.units import GROSS_MARGIN, TOKEN_PRICES
from finops.reporting.catalogue.watch import BUDGETS, WARNING_COUNTS, WARNINGS
from finops.reporting.figure import Figure, Row, ask
from finops.reporting.reading import reporting_currency
from finops.screen import count, moment, money, print_entries, print_table, say, share

MONTHS_SHOWN = 6
PRICES_SHOWN = 10
ITEMS_SHOWN = 10
FAULTS_SHOWN = 3
TEAMS_SHOWN = 12
WATCHED_SHOWN = 3
UNALLOCATED = "unallocated"
# Billed cost, and the same in the reporting currency where there is a rate, by team and billing currency.
TeamSpend = dict[str, dict[str, tuple[Decimal, Decimal | None]]]

# Months of bills; months to come, over which a bill is spread, are left out.
PERIODS = """
select
    min(coalesce(slices.billing_period, costs.billing_period)),
    max(coalesce(slices.billing_period, costs.billing_period))
from core.fct_costs as costs
left join core.fct_cost_slices as slices on costs.slice_id = slices.slice_id
where costs.cost_origin = 'provider_bill'
"""


@dataclass
class VendorMonth:
    """Billed cost of a vendor in a month and currency; `reporting` is None where a rate is missing."""

    vendor: str
    currency: str
    month: str
    billed: Decimal
    reporting: Decimal | None
    is_final: bool


def spend_by_vendor(figures: Figures) -> list[VendorMonth]:
    """Return billed cost by vendor, currency and month."""
    return [VendorMonth(*row) for row in figures.rows(SPEND.sql)]


def print_whose(project: Project, figures: Figures) -> None:
    """Say which months the figures are of, and whether they are an invented company's."""
    say(_as_of(figures))
    if has_demo(project):
        exports = project.home / "build" / "demo"
        shown = exports.relative_to(project.home) if project.home == project.root else exports
        say(
            f"Of the demo, an invented company: its exports lie in {shown}. What you land yourself with"
            " `finops land PATH` takes its place.",
            "yellow",
        )


def first_answers(figures: Figures) -> None:
    """Print the short table: spend by team, what nobody owns, what a million tokens cost."""
    if not figures.rows(TEAMS.sql):
        say(NO_COSTS)
        return
    _print_teams(figures)
    _print_owned(figures)
    _print_prices(figures, 5)


def _print_teams(figures: Figures) -> None:
    teams: TeamSpend = defaultdict(dict)
    for team, currency, billed, in_reporting in figures.rows(TEAMS.sql):
        teams[team][currency] = (billed, in_reporting)
    teams = _with_the_rest_in_one(teams)
    currencies = sorted({currency for spend in teams.values() for currency in spend})
    totals = {team: _total([amount for _, amount in spend.values()]) for team, spend in teams.items()}
    whole = _total(list(totals.values()))
    rows = [
        (
            team,
            *(money(spend[currency][0]) if currency in spend else "" for currency in currencies),
            "no rate" if totals[team] is None else money(totals[team]),
            share(totals[team], whole),
        )
        for team, spend in teams.items()
    ]
    columns = ("team", *currencies, f"all in {reporting_currency(figures) or 'reporting currency'}", "share")
    print_table("Allocated cost by team, as billed", columns, rows, right=columns[1:])


def _with_the_rest_in_one(teams: TeamSpend) -> TeamSpend:
    """Return the costliest teams, one line for all smaller ones, and what nobody owns."""
    named = [team for team in teams if team != UNALLOCATED]
    rest = named[TEAMS_SHOWN:]
    if len(rest) < 2:
        return teams
    shown = {team: teams[team] for team in named[:TEAMS_SHOWN]}
    amounts: dict[str, list[tuple[Decimal, Decimal | None]]] = defaultdict(list)
    for team in rest:
        for currency, spend in teams[team].items():
            amounts[currency].append(spend)
    shown[f"{len(rest)} other teams"] = {
        currency: (sum((billed for billed, _ in spends), Decimal(0)), _total([one for _, one in spends]))
        for currency, spends in amounts.items()
    }
    return shown | {team: spend for team, spend in teams.items() if team == UNALLOCATED}


def _total(amounts: Sequence[Decimal | None]) -> Decimal | None:
    """Return the sum, None where an amount is missing."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def print_first_look(figures: Figures, items: list[OpenItem]) -> None:
    """Print the whole screen; `items` is what is to be done, the costliest first."""
    spend = spend_by_vendor(figures)
    if not spend:
        say(NO_COSTS)
        return
    _print_spend(spend, reporting_currency(figures))
    _print_teams(figures)
    _print_invoices(figures)
    _print_owned(figures)
    _print_prices(figures, PRICES_SHOWN)
    _print_watch(figures)
    print_faults(items, FAULTS_SHOWN)
    print_findings(figures)
    print_items(items, "To do", ITEMS_SHOWN)


def _as_of(figures: Figures) -> str:
    kind = "published" if figures.is_published else "built, not published"
    first, last = figures.rows(PERIODS)[0]
    covers = f", billing periods {first} to {last}" if first else ""
    return f"Figures as {kind} on {moment(figures.as_of)} UTC{covers}."


def _print_spend(spend: list[VendorMonth], reporting: str | None) -> None:
    months = sorted({item.month for item in spend})[-MONTHS_SHOWN:]
    by_row: dict[tuple[str, str], dict[str, VendorMonth]] = defaultdict(dict)
    for item in spend:
        if item.month in months:
            by_row[item.vendor, item.currency][item.month] = item
    rows = []
    for (vendor, currency), cells in sorted(by_row.items()):
        shown = [
            f"{money(cells[m].billed)}{' ' if cells[m].is_final else '*'}" if m in cells else ""
            for m in months
        ]
        rows.append((vendor, currency, *shown, _in_reporting(list(cells.values()))))
    for currency in sorted({item.currency for item in spend if item.month in months}):
        cells = [item for item in spend if item.currency == currency]
        sums = [sum((item.billed for item in cells if item.month == m), Decimal(0)) for m in months]
        total = _in_reporting([item for item in cells if item.month in months])
        rows.append(("all vendors", currency, *(f"{money(amount)} " for amount in sums), total))
    columns = ("vendor", "currency", *months, f"these months in {reporting or 'reporting currency'}")
    note = "* open: not invoiced yet, may still change. Other months are final."
    print_table("Spend by vendor and month, as billed", columns, rows, note, right=columns[2:], keys=2)


def _in_reporting(cells: list[VendorMonth]) -> str:
    total = _total([cell.reporting for cell in cells])
    return "no rate" if total is None else money(total)


def _print_invoices(figures: Figures) -> None:
    rows = [
        (
            currency,
            cause.replace("_", " "),
            count(invoices),
            money(invoiced),
            money(billed),
            money(difference),
        )
        for currency, cause, invoices, invoiced, billed, difference in figures.rows(INVOICES.sql)
    ]
    columns = ("currency", "finding", "invoices", "invoiced", "in the data", "difference")
    note = "Difference = invoiced less data. Land invoice headers as `invoices` to have more of it checked."
    print_table("What foots with an invoice", columns, rows, note, right=columns[2:])


def _print_owned(figures: Figures) -> None:
    rows = [
        (currency, money(billed), money(owned), money(unowned), share(owned, billed))
        for currency, billed, owned, unowned in figures.rows(OWNED.sql)
    ]
    columns = ("currency", "billed", "owned", "owned by nobody", "share owned")
    print_table("Share owned", columns, rows, right=columns[1:])


def _print_prices(figures: Figures, limit: int) -> None:
    found = figures.rows(TOKEN_PRICES.sql)[:limit]
    rows = [
        (
            model,
            provider,
            token_class,
            tier,
            currency,
            money(billed),
            "-" if tokens is None else f"{tokens / 1_000_000:,.3f}",
            (reason or "no tokens").replace("_", " ") if price is None else f"{price:,.4f}",
        )
        for provider, model, token_class, tier, currency, billed, tokens, price, reason, _ in found
    ]
    columns = (
        "model",
        "provider",
        "token class",
        "tier",
        "currency",
        "billed",
        "million tokens",
        "per million",
    )
    if not found:
        say(f"{TOKEN_PRICES.empty}\n")
        return
    month = f" in {found[0][-1]}"
    print_table(f"Price per million tokens{month}, costliest first", columns, rows, right=columns[5:7])


def _print_watch(figures: Figures) -> None:
    """Print margin, the budgets that need a look and the costliest open warnings, a line each."""

    def rows(figure: Figure) -> tuple[Row, ...]:
        return ask(figures, figure).rows

    entries = [
        (
            "margin",
            f"{row.text('gross_margin')} gross of {money(row.values['revenue'], row.values['currency'])} in"
            f" {row.text('billing_period')}, {row.text('margin_before')} the month before",
            "",
        )
        for row in rows(GROSS_MARGIN)
    ]
    budgets = rows(BUDGETS)
    troubled = [row for row in budgets if row.values["status"] not in ("on_track", "unknown")]
    entries += [
        (
            row.text("status"),
            f"budget {row.values['budget_name']} {row.values['scope_value'].replace('*', '')}".rstrip()
            + f" {row.values['billing_period']}: {row.text('actual_to_date')} of"
            f" {money(row.values['budget_amount'], row.values['currency'])} spent, lands at"
            f" {row.text('month_end_estimate')}",
            "",
        )
        for row in troubled[:WATCHED_SHOWN]
    ]
    if budgets:
        entries.append(("budgets", f"{len(troubled)} of {len(budgets)} need a look", ""))
    entries += [
        (
            f"{row.text('count_warnings')} open",
            f"early warnings, {money(row.values['cost_per_day'], row.values['currency'])} a day at stake",
            "",
        )
        for row in rows(WARNING_COUNTS)
    ]
    entries += [
        (row.text("warning_kind"), f"{row.values['evidence']} Owner: {row.values['team'] or 'nobody'}.", "")
        for row in rows(WARNINGS)[:WATCHED_SHOWN]
        if row.values["is_open"]
    ]
    if entries:
        note = "`finops report` shows all of it; `finops alerts` sends what is new."
        print_entries("Margin, budgets and warnings", entries, note)
