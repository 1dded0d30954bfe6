"""How figures and messages look in the terminal: exact money, shares, tables, a spinner for long work."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table

PLAIN_WIDTH = 150
CENT = Decimal("0.01")


def make_console(is_error: bool = False) -> Console:
    """Return a console on stdout or stderr; one that is no terminal is wide enough not to fold a table."""
    stream = sys.stderr if is_error else sys.stdout
    is_plain = not stream.isatty() and "COLUMNS" not in os.environ
    return Console(file=stream, width=PLAIN_WIDTH if is_plain else None, highlight=False, soft_wrap=False)


def say(message: str, style: str | None = None) -> None:
    """Print a line of text on stdout; brackets in it are text, not markup."""
    make_console().print(escape(message), style=style, soft_wrap=True)


def complain(message: str) -> None:
    """Print an error on stderr."""
    make_console(is_error=True).print(escape(message), style="red", soft_wrap=True)


def is_interactive() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Spinner:
    """A line that shows long work going on. Call it to change the text; silent where there is no terminal."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def __call__(self, text: str) -> None:
        self._status.update(escape(text))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the line away while a person is asked."""
        self._status.stop()
        try:
            yield
        finally:
            self._status.start()


@contextmanager
def spinner(message: str) -> Iterator[Spinner]:
    """Show that long work goes on while the block runs."""
    with make_console(is_error=True).status(escape(message)) as status:
        yield Spinner(status)


def money(amount: Decimal | None, currency: str | None = None) -> str:
    """Return an amount to the cent with thousands separated, `-` for none; the currency stands before it."""
    if amount is None:
        return "-"
    text = f"{Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP):,.2f}"
    return f"{currency} {text}" if currency else text


def one_total(total: Decimal | str | None, currencies: Sequence[str]) -> str:
    """Return a total in its currency, `-` for none. Over several it is no amount, they are named."""
    if total is None or not currencies:
        return "-"
    if len(currencies) > 1:
        return f"in {' and '.join(currencies)}"
    return money(Decimal(total), currencies[0])


def share(part: Decimal | None, whole: Decimal | None) -> str:
    """Return part of whole in percent, `-` where there is no whole; never 0.0 or 100.0 by rounding alone."""
    if part is None or not whole:
        return "-"
    percent = (Decimal(part) / Decimal(whole) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if part and percent == 0:
        return "<0.1 %"
    if part != whole and percent == 100:
        return ">99.9 %"
    return f"{percent} %"


def count(number: int | None) -> str:
    """Return a number with thousands separated, `-` for none."""
    return "-" if number is None else f"{number:,}"


def shorten(text: str | None, length: int) -> str:
    """Return one line of at most `length` characters."""
    line = " ".join((text or "").split())
    return line if len(line) <= length else line[: length - 1] + "…"


def moment(value: datetime | date | str | None) -> str:
    """Return a moment as `YYYY-MM-DD HH:MM`, a date as it is, `-` for none."""
    if value is None or value == "":
        return "-"
    if isinstance(value, str):
        return value[:16].replace("T", " ")
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value.isoformat()


def utc_now() -> datetime:
    """Return the moment in UTC, without zone, as the ledger writes it."""
    return datetime.now(UTC).replace(tzinfo=None)


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    note: str = "",
    right: Sequence[str] = (),
) -> None:
    """Print a table under its title; `right` names the columns that hold numbers."""
    console = make_console()
    table = Table(
        title=escape(title), title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0)
    )
    for column in columns:
        is_number = column in right
        table.add_column(escape(column), justify="right" if is_number else "left", no_wrap=is_number)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)
    if note:
        console.print(escape(note), style="dim", soft_wrap=True)
    console.print()
