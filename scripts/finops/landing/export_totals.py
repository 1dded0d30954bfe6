"""Total rows that a spreadsheet put into a provider's export: they would be billed a second time."""

import duckdb

from finops.landing.reading import ORDERED_UP_TO, Reading
from finops.landing.sql import as_decimal, name
from finops.landing.tidying import TOTALS

NAMED = ("account", "category", "description", "name", "product", "service")
WORD = f"({'|'.join(sorted(TOTALS))}) *:?"
SUMS_OF = 10_000


def total_rows(
    con: duckdb.DuckDBPyConnection, reading: Reading, types: dict[str, tuple[str, str]]
) -> list[tuple[str, str, str]]:
    """Return (condition, column, reason) of total rows, none where no row is called one.

    A row is one where a name in it is the word, or begins or ends with it and the billed amount is the sum of
    the other rows or of those that have one name in common. Only files that people edit: CSV up to 64 MB.
    """
    table = reading.recognised.table
    billed = types.get((table.billed or "").lower())
    if reading.kind != "text" or reading.has_lines or not billed or reading.file.bytes > ORDERED_UP_TO:
        return []
    kinds = {column.name.lower(): column.kind for column in reading.recognised.source.columns(table.name)}
    columns = [
        name(column)
        for column, _ in reading.columns
        if kinds.get(column.lower()) == "text" and any(word in column.lower() for word in NAMED)
    ]
    exact = _any(columns, f"regexp_full_match(lower(trim({{}})), '{WORD}')")
    begins = _any(columns, f"regexp_matches(lower(trim({{}})), '^{WORD}( |$)|(^| ){WORD}$')")
    called = con.execute(f"select count(*) from ({reading.relation}) where {begins}").fetchone()
    if not columns or not called or not called[0]:
        return []
    amount = as_decimal(name(billed[0]), billed[1])
    body = f"(select *, {amount} as _amount from ({reading.relation}) where not coalesce({begins}, false))"
    selects = [f"select sum(_amount) as total from {body}"]
    selects += [f"select sum(_amount) as total from {body} group by {column}" for column in columns]
    found = con.execute(
        f"select distinct total from ({' union all '.join(selects)}) where total <> 0 limit {SUMS_OF}"
    ).fetchall()
    listed = ", ".join(f"cast('{total}' as decimal(38, 12))" for (total,) in found) or "null"
    row = con.execute(
        f"select sum({amount}) from ({reading.relation}) where not coalesce({exact}, false)"
    ).fetchone()
    # A row whose own amount is half of all is the sum of the others.
    half = f"2 * {amount} = cast('{row[0]}' as decimal(38, 12))" if row and row[0] is not None else "false"
    is_sum = f"({amount} in ({listed}) or {half})"
    return [
        (f"({exact}) or (({begins}) and {is_sum})", billed[0], "a total row, not a record"),
    ]


def _any(columns: list[str], condition: str) -> str:
    return " or ".join(f"coalesce({condition.format(column)}, false)" for column in columns) or "false"
