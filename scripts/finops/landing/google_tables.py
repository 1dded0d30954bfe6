"""The two Cloud Billing tables, standard and detailed: flat names, and which of the two a file is of.

Both bill the same money. The detailed table has a resource and a price on what is used, and else the columns
of the standard one; JSON leaves out what is empty, so a file of tax alone does not tell.
"""

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import duckdb

from finops.landing.flattening import flatten
from finops.landing.report import Refusal
from finops.landing.sql import name

if TYPE_CHECKING:
    from finops.landing.reading import Reading

DETAILED, STANDARD = "detailed", "standard"
WORDS = {
    DETAILED: re.compile(r"detailed|billing_export_resource_v1", re.IGNORECASE),
    STANDARD: re.compile(r"standard|billing_export_v1", re.IGNORECASE),
}


def prepare(con: duckdb.DuckDBPyConnection, reading: "Reading") -> None:
    """Flatten the records, and tell which table the file is of.

    Raises Refusal where the invoice month is missing, or where nothing tells the table.
    """
    flatten(con, reading)
    present = {column for column, _ in reading.columns}
    if "invoice_month" in present:
        _write_iso_month(reading, "invoice_month")
    if reading.rows_in_file and "invoice_month" not in present:
        raise Refusal(
            f"{reading.file.source_file}: mandatory column invoice.month of gcp_billing missing.",
            "Add it to the columns (invoice.month or invoice_month) and export again.",
        )
    reading.recognised.dialect = _table_of(con, reading, present)


def _write_iso_month(reading: "Reading", column: str) -> None:
    """Rewrite a month like 202609, or 202609.0 by a spreadsheet, as 2026-09-01; else it stays as it is."""
    text = f"trim(cast({name(column)} as varchar))"
    is_month = f"regexp_full_match({text}, '[0-9]{{4}}(0[1-9]|1[0-2])([.]0)?')"
    value = f"case when {is_month} then {text}[1:4] || '-' || {text}[5:6] || '-01' else {text} end"
    reading.relation = f"select * replace ({value} as {name(column)}) from ({reading.relation})"
    reading.columns = [(one, "VARCHAR" if one == column else kind) for one, kind in reading.columns]


def _table_of(con: duckdb.DuckDBPyConnection, reading: "Reading", present: set[str]) -> str:
    if any(column.startswith(("resource_", "price_")) for column in present):
        return DETAILED
    named = _named(reading.file.path)
    if named or reading.format != "lines" or not reading.rows_in_file:
        return named or STANDARD
    row = con.execute(
        f"select count(*) from ({reading.relation}) where lower(trim({name('cost_type')})) = 'regular'"
    ).fetchone()
    if row and row[0]:
        return STANDARD
    raise Refusal(
        f"{reading.file.source_file}: it holds no usage, so nothing says whether it is of the detailed or of"
        " the standard export, which bill the same money.",
        "Put it in a folder called detailed or standard and land it again.",
    )


def _named(path: str) -> str | None:
    """Return the table that the file's name says, else its nearest folder that says one."""
    for part in reversed(PurePath(path).parts):
        found = [table for table, words in WORDS.items() if words.search(part)]
        if found:
            return found[0] if len(found) == 1 else None
    return None
