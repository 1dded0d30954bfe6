"""Cost details of Azure Cost Management: dates, period and account as the rest reads them, and the dataset.

The two datasets, actual and amortized, have one header. Which one a file is, is told by its manifest, else by
the names of its file and folders, else by what only one of them holds. A name that its content denies is
refused.
"""

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import duckdb

from finops.landing.report import Refusal
from finops.landing.sql import as_decimal, is_text, name

if TYPE_CHECKING:
    from finops.landing.reading import Reading

ACTUAL, AMORTIZED = "actual", "amortized"
WORDS = {ACTUAL: re.compile(r"actual", re.IGNORECASE), AMORTIZED: re.compile(r"amorti[sz]ed", re.IGNORECASE)}
US_DATE = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}( .*)?"


def prepare(con: duckdb.DuckDBPyConnection, reading: "Reading") -> None:
    """Make dates ISO, fill in period and account where the export has none, and tell the dataset of a file.

    Raises Refusal where name and content of the file tell different datasets.
    """
    _write_iso_dates(reading)
    _fill_in(reading, "BillingPeriodStartDate", "Date", "strftime(date_trunc('month', {}), '%Y-%m-%d')")
    _fill_in(reading, "BillingAccountId", "SubscriptionId", "{}")
    if not reading.rows_in_file:
        reading.notes.append("holds no record, so it replaces nothing")
        return
    _tell_dataset(con, reading)


def _write_iso_dates(reading: "Reading") -> None:
    """Rewrite dates like 9/21/2023, month first, as 2023-09-21; what is no such date stays as it is."""
    kinds = {
        column.name.lower(): column.kind
        for column in reading.recognised.source.columns(reading.recognised.table.name)
    }
    columns = [
        name(column)
        for column, kind in reading.columns
        if is_text(kind) and kinds.get(column.lower()) == "timestamp"
    ]
    rewritten = ", ".join(
        f"case when regexp_full_match(trim({column}), '{US_DATE}') then coalesce("
        f"strftime(try_strptime(split_part(trim({column}), ' ', 1), '%m/%d/%Y'), '%Y-%m-%d'), {column})"
        f" else {column} end as {column}"
        for column in columns
    )
    if rewritten:
        reading.relation = f"select * replace ({rewritten}) from ({reading.relation})"


def _fill_in(reading: "Reading", column: str, origin: str, made: str) -> None:
    """Give blank values of `column` those made of `origin`, and the column itself where it is not there."""
    present = {one.lower(): (one, kind) for one, kind in reading.columns}
    if origin.lower() not in present:
        return
    source, _ = present[origin.lower()]
    moment = f"try_cast({name(source)} as timestamp)" if origin == "Date" else f"trim({name(source)})"
    value = made.format(moment)
    if column.lower() in present:
        delivered, delivered_kind = present[column.lower()]
        if not is_text(delivered_kind):
            value = f"cast({value} as {delivered_kind})"
            blank = f"{name(delivered)} is null"
        else:
            blank = f"trim(coalesce({name(delivered)}, '')) in ('', 'NULL')"
        filled = f"case when {blank} then {value} else {name(delivered)} end as {name(delivered)}"
        reading.relation = f"select * replace ({filled}) from ({reading.relation})"
        return
    reading.relation = f"select *, {value} as {name(column)} from ({reading.relation})"
    reading.columns = [*reading.columns, (column, "VARCHAR")]
    reading.is_mapped = True


def _tell_dataset(con: duckdb.DuckDBPyConnection, reading: "Reading") -> None:
    file = reading.file
    named = _of_words(file.export_type or "") or _of_path(file.path)
    held = _held(con, reading)
    if len(held) > 1 or (named and held and named not in held):
        both = len(held) > 1
        raise Refusal(
            f"{file.source_file}: "
            + (
                "it holds commitment purchases, which only actual cost has, and amortized commitments."
                if both
                else f"its name says {named}, but it holds what only {held[0]} cost has."
            ),
            "Land the two datasets as two files." if both else "Correct the name of the file or its folder.",
        )
    told = named or (held[0] if held else None)
    reading.recognised.dialect = told or ACTUAL
    reading.is_dataset_told = told is not None
    if told is None:
        reading.notes.append("holds no commitment, so actual and amortized are the same: taken as actual")


def _of_words(text: str) -> str | None:
    found = [dataset for dataset, words in WORDS.items() if words.search(text)]
    return found[0] if len(found) == 1 else None


def _of_path(path: str) -> str | None:
    """Return the dataset that the file's name says, else its nearest folder that says one."""
    return next((found for part in reversed(PurePath(path).parts) if (found := _of_words(part))), None)


def _held(con: duckdb.DuckDBPyConnection, reading: "Reading") -> list[str]:
    """Return the datasets of which the file holds rows that the other has not."""
    present = {column.lower(): (column, kind) for column, kind in reading.columns}
    if not {"chargetype", "pricingmodel"} <= present.keys():
        return []
    charge, model = (f"lower(trim({name(present[one][0])}))" for one in ("chargetype", "pricingmodel"))
    cost = as_decimal(name(present["costinbillingcurrency"][0]), present["costinbillingcurrency"][1])
    of_commitment = f"{model} in ('reservation', 'savingsplan')"
    is_covered = f"{charge} = 'usage' and {of_commitment} and {cost} <> 0"
    row = con.execute(
        f"select count(*) filter ({charge} = 'purchase' and {of_commitment}),"
        f" count(*) filter ({charge} like 'unused%' or ({is_covered}))"
        f" from ({reading.relation})"
    ).fetchone()
    assert row is not None
    return [dataset for dataset, count in zip((ACTUAL, AMORTIZED), row, strict=True) if count]
