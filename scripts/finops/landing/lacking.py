"""What a whole month has landed already and a newer delivery of it does not hold, though it replaces it."""

import duckdb

from finops.landing.judging import Judged, Share
from finops.landing.ledger import Entry, delivery_folder
from finops.landing.sql import as_timestamp, glob_free, is_text, name, quote
from finops.landing.versions import Batch, belongs
from finops.project import Project

SHOWN = 3
# The column of the day, and the days of which records are looked at.
OfDays = tuple[str, set[str]] | None
US_DAY = "try_cast(try_strptime({}, '%m/%d/%Y') as date)"


def lacking(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    batch: Batch,
    judged: dict[int, Judged],
    counted: list[Entry],
    days: set[str] | None = None,
) -> list[str]:
    """Say per column of `held_again` which values the deliveries `counted` hold and `batch` does not.

    Such as `ChargePeriodStart 2026-09-01 to 2026-09-15`. Where `days` are given, of those days only. A column
    that either side has not, or that has values on one side only, says nothing.
    """
    recognised = batch.shares[0].reading.recognised
    kinds = {column.name: column.kind for column in recognised.source.columns(recognised.table.name)}
    said = []
    for column in recognised.table.held_again:
        is_day = kinds[column] == "timestamp"
        of_days = (recognised.table.period, days) if days and recognised.table.period else None
        new = [_of_share(column, is_day, of_days, share, judged) for share in batch.shares if share.rows]
        old = [_of_delivery(con, project, column, is_day, of_days, entry) for entry in counted]
        if not new or not old or None in new or None in old:
            continue
        ours, theirs = (" union all ".join(filter(None, side)) for side in (new, old))
        known = "select value from ours where value is not null"
        rows = con.execute(
            f"with ours as materialized (select distinct value from ({ours}))"
            f" select distinct value from ({theirs})"
            f" where value is not null and value not in ({known}) and exists ({known}) order by value"
        ).fetchall()
        if rows:
            said.append(f"{column} {_listed([value for (value,) in rows], is_day)}")
    return said


def _of_share(
    column: str, is_day: bool, of_days: OfDays, share: Share, judged: dict[int, Judged]
) -> str | None:
    kinds = {one.lower(): (one, kind) for one, kind in share.reading.columns}
    if column.lower() not in kinds:
        return None
    found = judged[share.reading.number]
    is_whole = len(found.shares) == 1 and not found.faulty
    relation = (
        share.reading.relation if is_whole else f"select * from ({found.relation}) where {belongs(share)}"
    )
    return _select(column, is_day, of_days, kinds, f"({relation})")


def _of_delivery(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    column: str,
    is_day: bool,
    of_days: OfDays,
    entry: Entry,
) -> str | None:
    table = entry["tables"][0]["table_name"]
    paths = sorted(delivery_folder(project, entry).glob(f"{table}.*.parquet"))
    selects = []
    for path in paths:
        relation = f"read_parquet({glob_free(str(path))})"
        kinds = {
            row[0].lower(): (row[0], row[1]) for row in con.execute(f"describe from {relation}").fetchall()
        }
        if column.lower() not in kinds:
            return None
        selects.append(_select(column, is_day, of_days, kinds, relation))
    return " union all ".join(selects) or None


def _select(
    column: str, is_day: bool, of_days: OfDays, kinds: dict[str, tuple[str, str]], relation: str
) -> str:
    """Return the query of the column's values in a relation, on the days asked for."""
    select = f"select {_value(*kinds[column.lower()], is_day)} as value from {relation}"
    if of_days is None or of_days[0].lower() not in kinds:
        return select
    listed = ", ".join(map(quote, sorted(of_days[1])))
    return f"{select} where {_value(*kinds[of_days[0].lower()], True)} in ({listed})"


def _value(column: str, type_name: str, is_day: bool) -> str:
    quoted = name(column)
    if not is_day:
        return f"nullif(trim(cast({quoted} as varchar)), '')"
    us_day = f", {US_DAY.format(quoted)}" if is_text(type_name) else ""
    return f"strftime(coalesce(cast({as_timestamp(quoted, type_name)} as date){us_day}), '%Y-%m-%d')"


def _listed(values: list[str], is_day: bool) -> str:
    if not is_day or len(values) < 3:
        more = f" and {len(values) - SHOWN:,} more" if len(values) > SHOWN else ""
        return ", ".join(values[:SHOWN]) + more
    return f"{values[0]} to {values[-1]} ({len(values)} days)"
