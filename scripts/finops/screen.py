"""How figures and messages look in the terminal: exact money, shares, tables, a spinner for long work."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from time import monotonic

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table

PLAIN_WIDTH = 150
GAP = 2
# Text is not squeezed below this, and a longer word may be broken.
NARROWEST = 8
LONG_WORD = 19
# How often a long command says how far it is where no line can be written over.
SAID_EVERY = 10.0
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
    """A line that shows long work going on. Call it to change the text."""

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


class Stages(Spinner):
    """The same where no line can be written over: a line at once, then one every ten seconds."""

    def __init__(self, status: Status, console: Console, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(status)
        self._console = console
        self._clock = clock
        self._said_at: float | None = None

    def __call__(self, text: str) -> None:
        if self._said_at is None or self._clock() - self._said_at >= SAID_EVERY:
            self._said_at = self._clock()
            self._console.print(escape(text), soft_wrap=True)


@contextmanager
def spinner(message: str, is_long: bool = False) -> Iterator[Spinner]:
    """Show that work goes on while the block runs; `is_long` says its stages where there is no terminal
    too."""
    console = make_console(is_error=True)
    with console.status(escape(message)) as status:
        if not is_long or console.is_terminal:
            yield Spinner(status)
            return
        stages = Stages(status, console)
        stages(message)
        yield stages


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
    keys: int = 1,
) -> None:
    """Print a table under its title; `right` names the columns that hold numbers.

    Nothing is cut: text is wrapped, and what does not fit beside it follows in a table of its own, under the
    first `keys` columns again.
    """
    console = make_console()
    sizes = [
        _column_size(name, [row[place] for row in rows], name in right) for place, name in enumerate(columns)
    ]
    for number, places in enumerate(_parts(sizes, keys, console.width)):
        table = _table(escape(title) if number == 0 else None)
        for place, width in _widths(sizes, places, console.width).items():
            justify = "right" if columns[place] in right else "left"
            table.add_column(escape(columns[place]), justify=justify, width=width, overflow="fold")
        for row in rows:
            table.add_row(*(escape(row[place]) for place in places))
        console.print(table)
    if note:
        console.print(escape(note), style="dim")
    console.print()


def print_entries(title: str, entries: Sequence[tuple[str, str, str]], note: str = "") -> None:
    """Print entries of an amount and what it is about, wrapped and never cut; what is last is said dimly."""
    console = make_console()
    table = _table(escape(title))
    left = max((cell_len(amount) for amount, _, _ in entries), default=0)
    table.add_column(justify="right", width=left)
    table.add_column(width=max(console.width - left - GAP, NARROWEST), overflow="fold")
    table.show_header = False
    for amount, text, more in entries:
        table.add_row(escape(amount), escape(text) + (f"\n[dim]{escape(more)}[/dim]" if more else ""))
    console.print(table)
    if note:
        console.print(escape(note), style="dim")
    console.print()


def _table(title: str | None) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        padding=(0, GAP, 0, 0),
        pad_edge=False,
    )


def _column_size(name: str, cells: Sequence[str], is_number: bool) -> tuple[int, int]:
    """Return how narrow a column may be, and how wide it is where nothing is wrapped."""
    widest = max((cell_len(cell) for cell in cells), default=0)
    header = max(cell_len(word) for word in name.split())
    whole = max(widest, cell_len(name))
    if is_number:
        return max(widest, header), whole
    word = max((cell_len(word) for cell in cells for word in cell.split()), default=0)
    return min(whole, max(header, NARROWEST, min(word, LONG_WORD))), whole


def _parts(sizes: Sequence[tuple[int, int]], keys: int, width: int) -> list[list[int]]:
    """Return which columns stand beside each other, the first `keys` in each part."""
    parts = [list(range(keys))]
    for place in range(keys, len(sizes)):
        needed = sum(sizes[one][0] + GAP for one in (*parts[-1], place)) - GAP
        if needed > width and len(parts[-1]) > keys:
            parts.append(list(range(keys)))
        parts[-1].append(place)
    return parts


def _widths(sizes: Sequence[tuple[int, int]], places: Sequence[int], width: int) -> dict[int, int]:
    """Return a width per column: the room that is left goes to whichever is narrowest."""
    widths = {place: sizes[place][0] for place in places}
    room = width - sum(widths.values()) - GAP * (len(places) - 1)
    while room > 0:
        wanting = [place for place in places if widths[place] < sizes[place][1]]
        if not wanting:
            break
        place = min(wanting, key=lambda one: widths[one])
        widths[place] += 1
        room -= 1
    return widths
