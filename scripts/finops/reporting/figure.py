"""A figure: one question with its table, rule and query. Queries add up marts; no business rule is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from finops.figures import Figures
from finops.screen import count, moment, money, share

NUMBERS = ("money", "change", "price", "count", "quantity", "share", "days")
APART = "Each currency stands apart; amounts of two are never added up."
CONVERTED = "In the reporting currency; blank where a rate is missing."
NO_MONEY = "No amounts."


@dataclass(frozen=True)
class Column:
    """One column of a figure. `kind` says how it is written, `is_key` that it names the row."""

    name: str
    label: str
    kind: str = "text"
    is_key: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Figure:
    """One question that tables answer, in rows.

    `behind` is a query of what a row is made of: the key columns, id_kind (charge or allocated cost), id and
    amount; or source_file, source_row and amount where it is no charge. `lag` names the freshness (see
    reading.FRESHNESS). A page shows the first `shown` rows, explain knows all.
    """

    id: str
    title: str
    table: str
    rule: str
    sql: str
    columns: tuple[Column, ...]
    empty: str
    currency: str = APART
    lag: str = "costs"
    behind: str | None = None
    needs: tuple[str, ...] = ()
    shown: int | None = None

    @property
    def keys(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_key)

    @property
    def tables(self) -> tuple[str, ...]:
        return (self.table, *self.needs)


@dataclass(frozen=True)
class Row:
    """One row of a figure, by column name."""

    figure: Figure
    values: dict[str, Any]

    @property
    def key(self) -> str:
        """What stands behind the figure's id to name this row."""
        return "/".join(plain(self.values[column.name]) for column in self.figure.keys)

    @property
    def id(self) -> str:
        return f"{self.figure.id}/{self.key}" if self.key else self.figure.id

    def text(self, name: str) -> str:
        column = next(one for one in self.figure.columns if one.name == name)
        return written(self.values[name], column.kind)


@dataclass(frozen=True)
class Answer:
    """A figure with its rows; `missing` names a table that this copy does not have."""

    figure: Figure
    rows: tuple[Row, ...] = ()
    missing: str | None = None

    @property
    def why_empty(self) -> str | None:
        """Why there are no rows, None where there are some."""
        if self.missing:
            return f"This copy has no table {self.missing} yet: `finops refresh` builds and publishes it."
        return None if self.rows else self.figure.empty


def ask(figures: Figures, figure: Figure) -> Answer:
    """Return the figure's rows; none, and which table is missing, where a copy is older than the figure."""
    for table in figure.tables:
        if not figures.has(*table.split(".")):
            return Answer(figure, missing=table)
    names = [column.name for column in figure.columns]
    rows = figures.rows(figure.sql)
    return Answer(figure, tuple(Row(figure, dict(zip(names, row, strict=True))) for row in rows))


def plain(value: object) -> str:
    """Return a value of a key as text; `none` for none."""
    return "none" if value is None else str(value)


def written(value: Any, kind: str) -> str:
    """Return a value as people read it; `-` for none."""
    if value is None or value == "":
        return "-"
    if kind == "money":
        return money(value)
    if kind == "change":
        text = money(value)
        return text.lstrip("-") if not text.strip("-0.") else f"{'+' if value > 0 else ''}{text}"
    if kind == "count":
        return count(int(value))
    if kind == "share":
        return share(Decimal(str(value)), Decimal(1))
    if kind in ("price", "quantity", "days"):
        return _rounded(value, kind)
    if isinstance(value, datetime | date) or kind == "moment":
        return moment(value)
    return str(value).replace("_", " ") if kind == "words" else str(value)


def exact(value: Any) -> str:
    """Return a value with all its digits, for machines."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _rounded(value: Any, kind: str) -> str:
    """Prices and quantities have as many places as their size asks for; days one."""
    amount = Decimal(str(value))
    places = 1 if kind == "days" else 0 if abs(amount) >= 1000 else 2 if abs(amount) >= 1 else 4
    if kind == "price" and abs(amount) >= 1000:
        places = 2
    return f"{amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,}"


def columns(*described: str) -> tuple[Column, ...]:
    """Return columns from `name | label | kind | key` in words."""
    made: list[Column] = []
    for one in described:
        name, label, *more = (part.strip() for part in one.split("|"))
        made.append(Column(name, label, (more or ["text"])[0] or "text", "key" in more[1:]))
    return tuple(made)


def by_id(figures: Sequence[Figure]) -> dict[str, Figure]:
    """Return figures by id. Raises ValueError where two have one."""
    found = {figure.id: figure for figure in figures}
    if len(found) != len(figures):
        raise ValueError("Two figures have one id.")
    return found
