"""Whether what was read is what is landed already, so that a pull without news leaves no delivery."""

from pathlib import Path

import duckdb

from finops.landing import ledger
from finops.landing.heads import read_head
from finops.landing.pages import read_pages
from finops.landing.paths import InputFile
from finops.landing.recognising import Recognised
from finops.landing.report import Refusal
from finops.landing.sources import SOURCES
from finops.landing.sql import glob_free
from finops.project import Project
from finops.pulling.vendors import Endpoint


def has_news(project: Project, endpoint: Endpoint, scope: str, file: Path) -> bool:
    """Say whether a file of pages says anything else than the deliveries that count for its days."""
    if endpoint.is_by_day:
        return True
    try:
        return _differs(project, endpoint, scope, file)
    except Refusal:
        return True  # Landing refuses it as well, and says why.


def _differs(project: Project, endpoint: Endpoint, scope: str, file: Path) -> bool:
    source = SOURCES[endpoint.source]
    table = source.table(endpoint.table)
    work = file.parent / "compared"
    work.mkdir(exist_ok=True)
    with duckdb.connect() as con:
        con.execute("create table broken (file_number integer, source_row bigint, column_name varchar,"
                    " reason varchar, record varchar)")  # fmt: skip
        asked = InputFile(str(file), file.name)
        head = read_head(con, asked)
        is_empty = not any(bucket.get("results") for page in head.pages for bucket in page["data"])
        # Nothing says of which table empty pages are, so they land for the first table of a source only.
        if is_empty and table is not source.tables[0]:
            return False
        reading = read_pages(con, 1, asked, head, Recognised(source, table), work)
        counted = _counting(project, endpoint, scope)
        days = reading.days or []
        if any(day not in counted for day in days):
            return True
        wanted = {counted[day] for day in days}
        files = [
            str(path)
            for delivery in sorted(wanted)
            for path in (project.landing / source.name / delivery).glob(f"{table.name}.*.parquet")
        ]
        read = f"select bucket_start, _record from ({reading.relation})"
        if not files:
            return bool(con.execute(f"select count(*) from ({read})").fetchone()[0])  # type: ignore[index]
        listed = ", ".join(map(glob_free, files))
        landed = f"read_parquet([{listed}], union_by_name = true)"
        names = {row[0] for row in con.execute(f"describe select * from {landed}").fetchall()}
        if not {"bucket_start", "_record"} <= names:
            return True
        con.execute("create table counted (day varchar, delivery varchar)")
        con.executemany("insert into counted values (?, ?)", [(day, counted[day]) for day in days])
        held = (
            f"select bucket_start, _record from {landed} as landed join counted"
            " on counted.delivery = landed._delivery_id and counted.day = left(landed.bucket_start, 10)"
        )
        row = con.execute(
            f"select count(*) from (({read} except all {held}) union all ({held} except all {read}))"
        ).fetchone()
        return bool(row and row[0])


def _counting(project: Project, endpoint: Endpoint, scope: str) -> dict[str, str]:
    """Return the delivery that counts for each day covered."""
    entries = [
        one
        for one in ledger.read_ledger(project)
        if (one["source_name"], one["delivery_scope"]) == (endpoint.source, scope)
        and one["tables"][0]["table_name"] == endpoint.table
        and not one["is_demo"]
    ]
    return {
        day: entry["delivery_id"] for entry in sorted(entries, key=ledger.rank) for day in entry["days"] or ()
    }
