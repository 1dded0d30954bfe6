"""The conversation around landing: what was asked, questions a person can answer, what became of it."""

import difflib
import os
from dataclasses import dataclass, replace

from finops.landing import DeliveryOutcome, FileOutcome, LandReport, land
from finops.landing.report import NEEDS_CONFIRMATION, NEEDS_MAPPING, PASSED_OVER, REFUSED, would_replace
from finops.landing.sources import SOURCES
from finops.project import FinopsError, Project
from finops.screen import count, is_interactive, one_total, print_table, say, shorten, spinner


@dataclass(frozen=True)
class LandRequest:
    """One call to land. `is_yes` and `accept_mappings` answer beforehand what would be asked."""

    paths: tuple[str, ...]
    source: str | None = None
    scope: str | None = None
    is_append: bool = False
    delivered_at: str | None = None
    is_dry_run: bool = False
    is_yes: bool = False
    accept_mappings: bool = False
    is_demo: bool = False


def split_source(arguments: list[str], source: str | None) -> tuple[str | None, list[str]]:
    """Return source and paths of `[SOURCE] PATH...`. Raises FinopsError where the first is neither."""
    first, rest = arguments[0], arguments[1:]
    if source is None and first in SOURCES:
        if rest:
            return first, rest
        if not os.path.lexists(first):
            raise FinopsError(f"{first} is a source: say which files to land, `finops land {first} PATH...`.")
    if source is None and rest and not os.path.lexists(first) and first.replace("_", "").isalnum():
        near = [name for name in SOURCES if name.startswith(first)] or difflib.get_close_matches(
            first, SOURCES
        )
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Sources are {', '.join(SOURCES)}."
        raise FinopsError(f"{first} is neither a source nor a file. {hint}")
    return source, arguments


def run_land(project: Project, request: LandRequest) -> bool:
    """Land what was asked for and print what became of it. Returns whether nothing was refused or waits."""
    report = _land(project, request)
    print_report(report)
    waiting = report.with_outcome(NEEDS_MAPPING)
    if not waiting or not is_interactive() or request.is_dry_run:
        return report.ok
    if not _accepts_mappings(project, waiting):
        return False
    again = _land(project, replace(request, paths=tuple(item.path for item in waiting), accept_mappings=True))
    print_report(again)
    others = (*report.files, *report.deliveries)
    is_rest_ok = not any(item.outcome in (REFUSED, NEEDS_CONFIRMATION) for item in others)
    return is_rest_ok and again.ok


def _land(project: Project, request: LandRequest) -> LandReport:
    with spinner("landing") as progress:

        def confirm(outcome: DeliveryOutcome) -> bool:
            if request.is_yes or not is_interactive():
                return request.is_yes
            with progress.paused():
                return _confirms(outcome)

        return land(
            project,
            list(request.paths),
            source=request.source,
            scope=request.scope,
            is_append=request.is_append,
            is_demo=request.is_demo,
            delivered_at=request.delivered_at,
            is_dry_run=request.is_dry_run,
            confirm=confirm,
            accept_mappings=request.accept_mappings,
            progress=progress,
        )


def _confirms(outcome: DeliveryOutcome) -> bool:
    import typer

    assert outcome.replaces is not None
    return typer.confirm(
        f"{outcome.source_name} {outcome.delivery_scope} {outcome.billing_period or ''}: "
        f"{would_replace(outcome, outcome.replaces)}. Land it?"
    )


def _accepts_mappings(project: Project, waiting: list[FileOutcome]) -> bool:
    import csv

    import typer

    for path in sorted({item.mapping_path for item in waiting if item.mapping_path}):
        with open(project.home / path, encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
        columns = tuple(rows[0]) if rows else ()
        print_table(path, columns, [tuple(row[column] or "" for column in columns) for row in rows])
    return typer.confirm("Is this mapping right? It is kept for downloads with the same header")


def print_report(report: LandReport) -> None:
    """Print what became of each file and delivery."""
    shown = [item for item in report.files if item.outcome != PASSED_OVER]
    files = [
        (
            item.source_file,
            item.outcome.replace("_", " "),
            f"{item.source_name or '-'}{f' ({item.dialect})' if item.dialect else ''}",
            count(item.rows_in_file),
            count(item.rows_landed),
            count(item.rows_quarantined),
        )
        for item in shown
    ]
    columns = ("file", "outcome", "source", "rows in file", "read", "quarantined")
    if files:
        print_table("Files" + (" (dry run)" if report.is_dry_run else ""), columns, files, right=columns[3:])
    if report.deliveries:
        _print_deliveries(report)
    for item in (*report.files, *report.deliveries):
        _print_reason(item)
    for item in report.files:
        for reason in item.set_aside:
            say(f"Set aside. {item.source_file} {reason}.", "yellow")
        more = (item.rows_quarantined or 0) - len(item.set_aside)
        if item.set_aside and more:
            say(f"and {more:,} more of {item.source_file}.", "yellow")
        for warning in item.kept:
            say(f"Kept. {item.source_file} {warning}.", "yellow")
    for item in report.files:
        if item.rows_quarantined and not item.rows_landed:
            say(
                f"Not one of {item.source_file}'s {count(item.rows_quarantined)} rows could be read.",
                "yellow",
            )
    if report.removed_demo:
        say(f"Own data is landed now, so the demo was removed: {len(report.removed_demo)} deliveries.")
    if any(item.rows_quarantined for item in report.files):
        say("`finops quarantine` lists the records that could not be read.")


def _print_deliveries(report: LandReport) -> None:
    rows = [
        (
            item.delivery_id,
            item.outcome.replace("_", " "),
            item.source_name,
            shorten(item.delivery_scope, 40),
            item.billing_period or "-",
            count(item.rows),
            one_total(item.billed_total, item.currencies),
            _replaced(item),
        )
        for item in report.deliveries
    ]
    verb = "would replace" if report.is_dry_run else "replaces"
    columns = ("delivery", "outcome", "source", "scope", "period", "rows", "billed", verb)
    print_table("Deliveries" + (" (dry run)" if report.is_dry_run else ""), columns, rows, right=columns[5:7])


def _replaced(item: DeliveryOutcome) -> str:
    old = item.replaces
    if old is None:
        return "nothing"
    if not old.rows:
        return f"days of {old.delivery_id}"
    return f"{old.delivery_id}: {old.rows:,} rows, {one_total(old.billed_total, old.currencies)}"


def _print_reason(item: FileOutcome | DeliveryOutcome) -> None:
    if not item.reason:
        return
    where = (
        item.source_file
        if isinstance(item, FileOutcome)
        else f"{item.source_name} {item.billing_period or ''}"
    )
    text = item.reason if item.reason.startswith(where) else f"{where.strip()}: {item.reason}"
    is_bad = item.outcome in (REFUSED, NEEDS_CONFIRMATION, NEEDS_MAPPING)
    text = text if text.endswith(".") else f"{text}."
    label = item.outcome.replace("_", " ").capitalize()
    say(f"{label}. {text} {item.what_to_do}".rstrip(), "yellow" if is_bad else "dim")
