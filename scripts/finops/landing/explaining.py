"""What is said of an unfit value in a list that people fill in: the value, and the nearest one that fits."""

import difflib
import re
from datetime import date

import duckdb

from finops.landing.contracts import Column, currencies
from finops.landing.judging import FAULT, Judged
from finops.landing.sql import name
from finops.landing.tidying import LINE
from finops.landing.written_numbers import readings

SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "EURO": "EUR", "DOLLAR": "USD", "DOLLARS": "USD"}
# Of currencies that are equally near one of these is meant.
COMMON = ("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "SEK")
DIFFERENT_VALUES = 1000


def explain(con: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Fill in `explanations` of a text file in which something is unfit. Other files stay as they are."""
    if judged.reading.kind != "text" or not judged.faulty:
        return
    table = judged.reading.recognised.table
    contract = {column.name: column for column in judged.reading.recognised.source.columns(table.name)}
    rows = con.execute(
        f"select distinct {FAULT}, {value_of(judged)} from ({judged.relation}) where {FAULT} is not null"
        f" limit {DIFFERENT_VALUES}"
    ).fetchall()
    for fault, value in rows:
        column, reason = judged.faults[fault]
        is_told = column in contract and "total row" not in reason
        proposed = nearest(contract[column], table.allowed.get(column, ()), value or "") if is_told else []
        near = " or ".join(map(repr, proposed))
        said = f"{column}: {reason}" if value is None else f"{column}: {value!r} {_is(reason)}"
        judged.explanations.append((fault, value, f"{said}; nearest is {near}" if near else said))


def value_of(judged: Judged) -> str:
    """Return a SQL expression: the value that makes a judged record unfit, NULL where it says nothing."""
    delivered = {column.lower(): column for column, _ in judged.reading.columns}
    cases = " ".join(
        f"when {number} then nullif(trim({name(delivered[column.lower()])}), '')"
        for number, (column, _) in enumerate(judged.faults)
    )
    return f"case {FAULT} {cases} end"


def reasons(con: duckdb.DuckDBPyConnection, judged: Judged, limit: int) -> list[str]:
    """Return what is said of the first records of a text file that are set aside, in their order."""
    if judged.reading.kind != "text":
        return []
    place, word = (LINE, "line") if judged.reading.has_lines else ("_source_row", "record")
    said = {(fault, value): text for fault, value, text in judged.explanations}
    rows = (
        con.execute(
            f"select {place}, {FAULT}, {value_of(judged)} from ({judged.relation}) where {FAULT} is not null"
            f" order by {place} limit {limit}"
        ).fetchall()
        if judged.faulty
        else []
    )
    found = [
        (line or 0, f"{word} {line}, {said.get((fault, value), ': '.join(judged.faults[fault]))}")
        for line, fault, value in rows
    ]
    broken = con.execute(
        "select source_row, reason from broken where file_number = ?", [judged.reading.number]
    ).fetchall()
    found += [
        (int(text.split(":")[0].removeprefix("line ")), text)
        if judged.reading.has_lines
        else (row or 0, f"{word} {row}: {text}")
        for row, text in broken
    ]
    return [text for _, text in sorted(found)[:limit]]


def unknown_currencies(con: duckdb.DuckDBPyConnection, judged: Judged) -> list[str]:
    """Return what is said of currencies of landed money that are not of ISO 4217: amounts keep them."""
    found = {currency for share in judged.shares for currency in share.currencies} - set(currencies())
    reading = judged.reading
    column = next(
        (
            one
            for one, _ in reading.columns
            if one.lower() == (reading.recognised.table.currency or "").lower()
        ),
        None,
    )
    said = []
    for currency in sorted(found):
        where = ""
        if reading.has_lines and column:
            row = con.execute(
                f"select min({LINE}) from ({judged.relation}) where {FAULT} is null"
                f" and upper(trim({name(column)})) = ?",
                [currency],
            ).fetchone()
            where = f"line {row[0]}, " if row and row[0] is not None else ""
        near = "".join(f"; nearest is {one!r}" for one in nearest_currency(currency))
        said.append(
            f"{where}{column or 'currency'}: {currency!r} is not a currency of ISO 4217{near}. Its amounts"
            " stay in it and have no rate until the file is corrected and landed again"
        )
    return said


def _is(reason: str) -> str:
    return reason if reason.startswith("must") else f"is {reason}"


def nearest(column: Column, allowed: tuple[str, ...], value: str) -> list[str]:
    """Return the valid values nearest to `value`, the likelier first; none where none is near."""
    text = value.strip()
    if allowed:
        return difflib.get_close_matches(text.lower().replace(" ", "_"), allowed, n=1, cutoff=0.3)
    if column.kind == "currency":
        return nearest_currency(text)
    if column.kind in ("timestamp", "month"):
        day = _day(text)
        near_day = day[:7] if day and column.kind == "month" else day
        return [near_day] if near_day and near_day != text else []
    numbers = readings(text) if column.kind in ("decimal", "integer") else []
    return [number.split(".")[0] for number in numbers[:1]] if column.kind == "integer" else numbers


def nearest_currency(text: str) -> list[str]:
    """Return the currency of ISO 4217 nearest to `text`; none where none is near."""
    folded = text.strip().upper().rstrip(".")
    if folded in SIGNS:
        return [SIGNS[folded]]
    near = (
        found
        for known in (COMMON, currencies())
        for found in difflib.get_close_matches(folded, known, n=1, cutoff=0.6)
    )
    return list(near)[:1]


def _day(text: str) -> str | None:
    """Return the day that text means in another notation, or the last day of a month that has fewer."""
    numbers = [int(one) for one in re.findall(r"[0-9]+", text)]
    if len(numbers) == 2:
        numbers = [*numbers, 1] if numbers[0] > 31 else [numbers[1], numbers[0], 1]
    if len(numbers) != 3:
        return None
    if numbers[0] <= 31:
        # 31.12.2026; where the second number cannot be a month it is 12/31/2026.
        numbers = numbers[::-1] if numbers[1] <= 12 else [numbers[2], numbers[0], numbers[1]]
    year, month, day = numbers
    month = min(max(month, 1), 12)
    for last in range(min(max(day, 1), 31), 0, -1):
        try:
            return date(year + 2000 if year < 100 else year, month, last).isoformat()
        except ValueError:
            continue
    return None
