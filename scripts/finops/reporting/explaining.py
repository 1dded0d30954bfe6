"""From a number of the report to its formula, rule, table, freshness and the records it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from finops.figures import Figures
from finops.project import FinopsError
from finops.reporting.catalogue import EXPLAINED
from finops.reporting.figure import Answer, Figure, Row, ask, plain
from finops.tracing.finding import Found
from finops.tracing.walking import walk

LARGEST = 5
NEAREST = 4


@dataclass(frozen=True)
class Record:
    """One record of a landed file, with what it adds to the number. `of` is the charge or request."""

    amount: Decimal | None
    of_kind: str
    of: str
    source_file: str
    source_row: int | None
    what: str


@dataclass(frozen=True)
class Behind:
    """What a number is made of: how many charges or requests, their sum, and the records of the largest."""

    count: int
    amount: Decimal | None
    records: tuple[Record, ...]


def resolve(figures: Figures, wanted: str) -> tuple[Answer, tuple[Row, ...]]:
    """Return the figure that `wanted` names, with its rows: all, or those whose key begins so.

    Raises FinopsError for one that is not there, with the nearest.
    """
    name, _, key = wanted.strip().partition("/")
    figure = EXPLAINED.get(name)
    if figure is None:
        near = get_close_matches(name, EXPLAINED, NEAREST, 0.4)
        nearest = f" Nearest: {', '.join(near)}." if near else ""
        raise FinopsError(f"No figure is called `{name}`.{nearest} `finops explain --list` lists all.")
    answer = ask(figures, figure)
    if not key:
        return answer, answer.rows
    if answer.why_empty:
        raise FinopsError(f"{figure.id} has no rows. {answer.why_empty}")
    found = tuple(row for row in answer.rows if row.key == key or row.key.startswith(f"{key}/"))
    if not found:
        keys = [row.key for row in answer.rows]
        near = get_close_matches(key, keys, NEAREST, 0.0)
        named = "/".join(column.label.upper() for column in figure.keys)
        raise FinopsError(
            f"{figure.id} has no row `{key}`. Nearest: {', '.join(f'{figure.id}/{one}' for one in near)}."
            f" A row is named {figure.id}/{named}."
        )
    return answer, found


def behind(figures: Figures, figure: Figure, rows: Sequence[Row]) -> Behind | None:
    """Return what these rows are made of, the largest first; None where it is nothing that was billed."""
    if figure.behind is None or not rows:
        return None
    condition, parameters = _of(figure, rows)
    query = f"from ({figure.behind}) as made where {condition}"
    count, amount = figures.rows(
        f"select count(distinct id), cast(sum(amount) as decimal(38, 12)) {query}", parameters
    )[0]
    columns = [
        one[0] for one in figures.connection.execute(f"select * from ({figure.behind}) limit 0").description
    ]
    where = "source_file, source_row" if "source_file" in columns else "null, null"
    largest = figures.rows(
        f"select distinct id_kind, id, amount, {where} {query}"
        f" order by abs(amount) desc nulls last, id limit {LARGEST}",
        parameters,
    )
    records: list[Record] = []
    for kind, id_, part, file, row in largest:
        if file is not None:
            records.append(Record(part, kind, id_, file, row, kind))
        else:
            records += _traced(figures, kind, id_, part)
    return Behind(count, amount, tuple(records))


def description(figures: Figures, table: str) -> str:
    """Return what the table says of itself."""
    schema, name = table.split(".")
    found = figures.rows(
        "select comment from duckdb_tables() where schema_name = ? and table_name = ?", [schema, name]
    )
    return " ".join((found[0][0] or "").split()) if found else ""


def _of(figure: Figure, rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """A condition that holds for what these rows are made of."""
    if not figure.keys:
        return "true", []
    one = " and ".join(f"coalesce(cast({column.name} as varchar), 'none') = ?" for column in figure.keys)
    keys = [plain(row.values[column.name]) for row in rows for column in figure.keys]
    return " or ".join([f"({one})"] * len(rows)), keys


def _traced(figures: Figures, kind: str, id_: str, part: Decimal | None) -> list[Record]:
    """The records of a charge, or the largest of those that came through a pool, by `finops trace`."""
    walk(figures, Found(kind, id_))
    found = figures.rows(
        "select source_file, source_row, what, invoice_id, to_id from way where step = 'billed'"
        " order by abs(coalesce(effective_cost, billed_cost)) desc nulls last, source_file, source_row"
        " limit 1"
    )
    records = []
    for file, row, what, invoice, charge in found:
        through = "" if charge == id_ else f"through a pool, largest of its charges: {charge}"
        said = ", ".join(filter(None, (what, f"invoice {invoice}" if invoice else "", through)))
        records.append(Record(part, kind, id_, file, row, said))
    return records
