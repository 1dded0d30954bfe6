"""Closing and reopening a month with a person at the keyboard: what is missing, a question, the result."""

from datetime import date
from decimal import Decimal

import typer

from finops.closing import Closing, close_period, closings, current_closings, period_of, reopen_period
from finops.closing.closings import is_over, month_after
from finops.closing.missing import Missing, find_missing
from finops.figures import open_read_only
from finops.project import FinopsError, Project
from finops.refreshing import is_built, run_lock
from finops.screen import count, is_interactive, money, print_table, say, shorten, spinner, utc_now

LISTED = 30


def run_close(project: Project, text: str, *, is_yes: bool = False, today: date | None = None) -> bool:
    """Close a month and return whether it was closed. Raises FinopsError where it cannot be closed now."""
    period = period_of(text)
    with run_lock(project, "finops close"):
        _expect_closable(project, period, today or utc_now().date())
        with open_read_only(project.warehouse) as con:
            missing = find_missing(con, period)
            earlier = _earlier_open(project, period, [row[0] for row in con.execute(PERIODS).fetchall()])
        _print_missing(period, missing)
        if earlier:
            say(
                f"Open before it: {', '.join(earlier)}. What is restated later is posted after the closed"
                " month, never in these.",
                "yellow",
            )
        if not is_yes and not _confirms(period):
            say("Nothing was closed.")
            return False
        with spinner("closing") as progress:
            closed = close_period(project, period, missing, progress)
    _print_closed(closed)
    return True


def run_reopen(project: Project, text: str, reason: str) -> None:
    """Reopen a closed month. Raises FinopsError where it is not closed."""
    period = period_of(text)
    with run_lock(project, "finops reopen"):
        reopened = reopen_period(project, period, reason)
        later = [one for one in current_closings(project) if one > period]
    say(
        f"{period} is open again; version {reopened.version} stays in {reopened.folder}. `finops refresh`"
        " computes the month anew."
    )
    if later:
        say(
            f"Closed after it: {', '.join(sorted(later))}. What was posted there for {period} is taken back"
            " in the next open month.",
            "yellow",
        )


PERIODS = """
select distinct billing_period from allocation.fct_allocated_costs where billing_period is not null
"""


def _expect_closable(project: Project, period: str, today: date) -> None:
    if not is_over(period, today):
        raise FinopsError(f"{period} is not over: it can be closed from {month_after(period)}-01 (UTC) on.")
    closed = current_closings(project).get(period)
    if closed:
        raise FinopsError(
            f"{period} is closed already, version {closed.version}, since {closed.entry['closed_at']}."
            f" `finops reopen {period} --reason TEXT` opens it again."
        )
    if not project.warehouse.is_file():
        raise FinopsError("Nothing is built yet. Run `finops land PATH`, then `finops refresh`.")
    if not is_built(project):
        raise FinopsError(
            "What is landed, closed or written in the code has changed since the last build that passed. Run"
            " `finops refresh`, then close."
        )
    with open_read_only(project.warehouse) as con:
        periods = sorted(row[0] for row in con.execute(PERIODS).fetchall())
    if period not in periods:
        known = f"{periods[0]} to {periods[-1]}" if periods else "none"
        raise FinopsError(f"No cost of {period} is built, so there is nothing to close. Built: {known}.")


def _earlier_open(project: Project, period: str, built: list[str]) -> list[str]:
    closed = current_closings(project)
    return sorted(one for one in built if one < period and one not in closed)


def _print_missing(period: str, missing: list[Missing]) -> None:
    if not missing:
        say(f"Nothing is missing in {period}: invoices agree, days are whole, every cost has an owner.")
        return
    rows = [
        (
            one["what"],
            shorten(one["who"], 50),
            money(None if one["amount"] is None else Decimal(one["amount"]), one["currency"]),
            shorten(one["detail"], 80),
        )
        for one in missing[:LISTED]
    ]
    note = f"and {len(missing) - LISTED} more; the close pack lists all" if len(missing) > LISTED else ""
    columns = ("what", "who", "amount", "detail")
    print_table(f"Missing in {period}", columns, rows, note, right=("amount",))


def _confirms(period: str) -> bool:
    if not is_interactive():
        raise FinopsError(f"Nobody can be asked here: `finops close {period} --yes` accepts what is missing.")
    return typer.confirm(f"Close {period} as it is?")


def _print_closed(closed: Closing) -> None:
    rows = [
        (
            one["table"],
            count(one["rows"]),
            *(money(_decimal(one.get(key)), one["currency"]) for key in ("billed_cost", "effective_cost")),
        )
        for one in closed.entry["sums"]
    ]
    columns = ("table", "rows", "billed", "effective")
    print_table("Frozen", columns, rows, right=columns[1:])
    say(
        f"{closed.period} is closed, version {closed.version}. The books to load are in"
        f" {closed.folder / 'pack'}. `finops refresh` shows it closed."
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def print_closings(project: Project) -> None:
    """Print which months are closed, and which versions were reopened and why."""
    rows = []
    for one in closings(project):
        reopened = one.reopened
        state = f"reopened {reopened['reopened_at'][:16]}: {reopened['reason']}" if reopened else "closed"
        rows.append(
            (one.period, str(one.version), one.entry["closed_at"][:16].replace("T", " "), shorten(state, 80))
        )
    if rows:
        print_table("Closed months", ("month", "version", "closed (UTC)", "state"), rows)
