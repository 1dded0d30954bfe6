"""What is landed, how fresh it is, what was refused and who is at work. Never needs the warehouse."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from finops.close_dialogue import print_closings
from finops.figures import open_figures, published_file
from finops.landing.ledger import billed_total, counting, read_ledger, refusals, rows_of
from finops.locks import holder
from finops.project import FinopsError, Project
from finops.refreshing import refused_report, unpublished_build
from finops.screen import count, moment, money, one_total, print_table, say, utc_now

DELIVERIES_LISTED = 30

FINDINGS = """
select
    source_name, delivery_scope, billing_period, rule, billing_currency, count_rows, money, severity,
    what_to_ask
from governance.fct_source_findings
order by
    case severity when 'error' then 1 when 'warning' then 2 else 3 end,
    abs(money) desc nulls last, source_name, delivery_scope, billing_period, rule, billing_currency
"""

# The newest day of which a source holds anything; a bill paid ahead has days to come.
NEWEST_DAYS = """
select source_name, delivery_scope, max(charge_date)
from governance.fct_ingestion_health
where count_rows > 0 and charge_date <= current_date
group by source_name, delivery_scope
"""

Entry = dict[str, Any]
Days = dict[tuple[str, str], date]


@dataclass
class Landed:
    """What is landed of one source and scope. Rows and billed are those of deliveries that count."""

    source: str
    scope: str
    is_demo: bool = False
    deliveries: int = 0
    replaced: int = 0
    first_period: str | None = None
    last_period: str | None = None
    rows: int = 0
    quarantined: int = 0
    schema_changes: int = 0
    billed: dict[tuple[str, ...], Decimal] = field(default_factory=dict)
    last_landed: str | None = None
    promised_hours: int | None = None

    @property
    def billed_text(self) -> str:
        """Billed per currency; a delivery in several currencies has no amount, only their names."""
        texts = (
            one_total(amount, currencies) for currencies, amount in sorted(self.billed.items()) if currencies
        )
        return "; ".join(texts) or "-"

    def freshness(self, now: datetime) -> str:
        """Return how old the newest delivery is against what the source promises."""
        if self.promised_hours is None or self.last_landed is None:
            return "-"
        landed_at = datetime.fromisoformat(self.last_landed.removesuffix("Z"))
        hours = int((now - landed_at).total_seconds() // 3600)
        return f"{'fresh' if hours <= self.promised_hours else 'late'}: {hours} h of {self.promised_hours} h"


def data_age(newest_day: date | None, today: date) -> str:
    """Return the newest day of data and how old it is; `-` where nothing dated is published."""
    if newest_day is None:
        return "-"
    days = (today - newest_day).days
    return f"{newest_day.isoformat()}, {days} {'day' if days == 1 else 'days'} old"


def landed_by_scope(entries: Iterable[Entry], promises: dict[str, int]) -> list[Landed]:
    """Return what the ledger holds by source and scope."""
    months: dict[tuple[str, str, str | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        months[entry["source_name"], entry["delivery_scope"], entry["billing_period"]].append(entry)
    found: dict[tuple[str, str], Landed] = {}
    for (source, scope, period), group in months.items():
        item = found.setdefault((source, scope), Landed(source, scope, promised_hours=promises.get(source)))
        counted = counting(group)
        item.deliveries += len(group)
        item.replaced += len(group) - len(counted)
        if period:
            item.first_period = min(filter(None, (item.first_period, period)))
            item.last_period = max(filter(None, (item.last_period, period)))
        for entry in counted:
            _count_in(item, entry)
    return sorted(found.values(), key=lambda item: (item.source, item.scope))


def _count_in(item: Landed, entry: Entry) -> None:
    item.rows += rows_of(entry)
    item.quarantined += sum(file["rows_quarantined"] for file in entry["files"])
    item.schema_changes += len(entry.get("drift") or ())
    item.is_demo = item.is_demo or bool(entry["is_demo"])
    item.last_landed = max(filter(None, (item.last_landed, entry["landed_at"])))
    total = billed_total(entry)
    if total is not None:
        currencies = tuple(entry["currencies"])
        item.billed[currencies] = item.billed.get(currencies, Decimal(0)) + Decimal(total)


def promised_hours(project: Project) -> dict[str, int]:
    """Return the freshness that each source promises, in hours; sources without a promise are left out."""
    with open(project.root / "seeds" / "reference" / "sources.csv", encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle)
        return {row["source_name"]: int(row["freshness_hours"]) for row in rows if row["freshness_hours"]}


def print_status(project: Project, list_all: bool = False) -> None:
    """Print the whole status."""
    entries = read_ledger(project)
    _print_locks(project)
    if not entries:
        say("Nothing is landed yet. Land an export with `finops land PATH`, or the demo with `finops demo`.")
    else:
        _print_landed(landed_by_scope(entries, promised_hours(project)), _newest_days(project))
        _print_deliveries(entries, list_all)
    _print_refusals(refusals(project))
    print_closings(project)
    _print_published(project, {entry["delivery_id"] for entry in entries})


def _print_locks(project: Project) -> None:
    at_work = (holder(path) for path in (project.run_lock, project.landing / ".lock"))
    for who in filter(None, at_work):
        say(f"At work now: {who}.", "yellow")


def _newest_days(project: Project) -> Days:
    """Return the newest published day of data by source and scope; empty where nothing can be read."""
    if not published_file(project).is_file():
        return {}
    try:
        with open_figures(project) as figures:
            if not figures.has("governance", "fct_ingestion_health"):
                return {}
            return {(source, scope): day for source, scope, day in figures.rows(NEWEST_DAYS)}
    except FinopsError:
        return {}


def _print_landed(items: list[Landed], newest_days: Days) -> None:
    now = utc_now()
    rows = [
        (
            item.source + (" (demo)" if item.is_demo else ""),
            item.scope,
            _periods(item),
            count(item.deliveries) + (f" ({item.replaced} replaced)" if item.replaced else ""),
            count(item.rows),
            count(item.quarantined),
            count(item.schema_changes),
            item.billed_text,
            item.freshness(now),
            data_age(newest_days.get((item.source, item.scope)), now.date()),
        )
        for item in items
    ]
    columns = ("source", "scope", "periods", "deliveries", "rows", "quarantined", "schema changes", "billed")
    note = (
        "As delivered: days or rows that two deliveries hold are in both here, and once in core.fct_costs."
        " A delivery is fresh by when it was landed; the newest day of its data is as published."
    )
    last = ("newest delivery", "newest data")
    print_table("Landed", (*columns, *last), rows, note, right=columns[4:8], keys=2)


def _periods(item: Landed) -> str:
    if item.first_period is None:
        return "-"
    if item.first_period == item.last_period:
        return item.first_period
    return f"{item.first_period} to {item.last_period}"


def _print_deliveries(entries: list[Entry], list_all: bool) -> None:
    if len(entries) > DELIVERIES_LISTED and not list_all:
        say(f"{len(entries)} deliveries; `finops status --deliveries` lists them.")
        return
    groups: dict[tuple[str, str, str | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry["source_name"], entry["delivery_scope"], entry["billing_period"]].append(entry)
    counted = {entry["delivery_id"] for group in groups.values() for entry in counting(group)}
    rows = [
        (
            entry["delivery_id"],
            entry["source_name"],
            entry["delivery_scope"],
            entry["billing_period"] or "-",
            moment(entry["landed_at"]),
            count(rows_of(entry)),
            one_total(billed_total(entry), entry["currencies"]),
            "counts" if entry["delivery_id"] in counted else "replaced",
        )
        for entry in entries
    ]
    columns = ("delivery", "source", "scope", "period", "landed (UTC)", "rows", "billed", "state")
    print_table("Deliveries", columns, rows, right=columns[5:7])


def _print_refusals(found: list[Entry]) -> None:
    if not found:
        return
    rows = [
        (one["source_file"], moment(one["refused_at"]), one["reason"], one["what_to_do"] or "")
        for one in found
    ]
    print_table("Refused, nothing of these is landed", ("file", "when (UTC)", "reason", "what to do"), rows)


def _print_published(project: Project, landed: set[str]) -> None:
    _print_unpublished(project)
    if not published_file(project).is_file():
        if not unpublished_build(project):
            say("Nothing is published yet: `finops refresh` builds and publishes what is landed.")
        return
    try:
        with open_figures(project) as figures:
            published = {row[0] for row in figures.rows("select delivery_id from core.fct_deliveries")}
            as_of = figures.as_of
            has_findings = figures.has("governance", "fct_source_findings")
            findings = figures.rows(FINDINGS) if has_findings else []
    except FinopsError as error:
        say(f"The published copy cannot be read now: {error}")
        return
    waiting, gone = len(landed - published), len(published - landed)
    changes = [f"{waiting} landed since"] * bool(waiting) + [f"{gone} unlanded since"] * bool(gone)
    tail = f"; {' and '.join(changes)}: run `finops refresh`" if changes else "; nothing landed since"
    say(f"Published on {moment(as_of)} UTC with {len(published)} deliveries{tail}.")
    if findings:
        errors = sum(row[7] == "error" for row in findings)
        say(f"Findings in the sources' own data: {errors} errors, {len(findings) - errors} others.")


def _print_unpublished(project: Project) -> None:
    built = unpublished_build(project)
    if built is None:
        return
    has_copy = published_file(project).is_file()
    before = "what was published before stays" if has_copy else "nothing is published"
    report = refused_report(project)
    why = (
        f"publishing was refused, {report} says why; mend the data, then `finops refresh`"
        if report.is_file()
        else "`finops publish` publishes it"
    )
    say(f"A build of {moment(built)} UTC is there that was not published, {before}: {why}.", "yellow")


def source_errors(project: Project) -> list[tuple]:
    """Return the published findings of severity error. Raises FinopsError where nothing is published."""
    if not published_file(project).is_file():
        raise FinopsError(
            "--strict reads the published copy, and nothing is published yet. Run `finops refresh`."
        )
    with open_figures(project) as figures:
        return [row for row in figures.rows(FINDINGS) if row[7] == "error"]


def print_findings(findings: list[tuple]) -> None:
    """Print findings with the question for whoever made the data."""
    rows = [
        (
            source,
            scope,
            period or "-",
            rule,
            count(number),
            money(amount, currency),
            question or "",
        )
        for source, scope, period, rule, currency, number, amount, _, question in findings
    ]
    columns = ("source", "scope", "period", "rule", "rows", "money", "what to ask")
    print_table("Errors in the sources' own data", columns, rows, right=columns[4:6])
