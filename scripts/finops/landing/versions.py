"""Files of one call that hold the same month: parts of one delivery, or versions of which the newest
counts?
"""

from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import duckdb

from finops.landing.judging import FAULT, PERIOD, SCOPE, Judged, Share
from finops.landing.report import Refusal
from finops.landing.sql import name, quote

# Whole-month files that share more than half of their records are versions; of increments a twentieth is
# enough.
SHARED = {"whole_period": 0.5, "append": 0.05}
# Files of so many rows and more are versions too where their records are alike but for numbers.
TELLING_ROWS = 20
SAMPLE_FROM = 200_000
SAMPLE_ONE_IN = 61


@dataclass
class Batch:
    """The shares that make one delivery: files of one source, scope and period that stand beside each
    other.
    """

    shares: list[Share]

    @property
    def scope(self) -> str:
        return self.shares[0].scope

    @property
    def period(self) -> str | None:
        return self.shares[0].period

    @property
    def is_invoiced(self) -> bool:
        return any(share.rows for share in self.shares) and all(
            share.is_invoiced for share in self.shares if share.rows
        )

    @property
    def export_time(self) -> str | None:
        return max((share.reading.file.export_time or "" for share in self.shares), default="") or None


def batches(con: duckdb.DuckDBPyConnection, shares: list[Share], judged: dict[int, Judged]) -> list[Batch]:
    """Split the shares of one source, scope and period into deliveries, the oldest first.

    Raises Refusal when files overlap and nothing says which is the newer.
    """
    if len(shares) == 1:
        return [Batch(shares)]
    reading = shares[0].reading
    style = reading.recognised.source.restatement_style(reading.recognised.dialect)
    if style == "upsert":
        return [Batch([share]) for share in shares]
    if style == "days":
        return _by_days(con, shares, judged)
    by_dialect: dict[str, list[Share]] = {}
    for share in shares:
        by_dialect.setdefault(share.reading.recognised.dialect or "", []).append(share)
    if len(by_dialect) > 1:
        # One month in two formats is one month twice, though no record of one equals a record of the other.
        versions = [batch for same in by_dialect.values() for batch in batches(con, same, judged)]
        return _in_order(versions, style)
    if style == "whole_period" and (runs := _runs(shares)):
        return _in_order([Batch(group) for group in runs], style)
    overlapping = _overlaps(con, shares, judged, SHARED[style])
    large = [share for share in shares if share.rows >= TELLING_ROWS]
    if style == "whole_period" and len(large) > 1:
        overlapping |= _overlaps(con, large, judged, SHARED[style], without_numbers=True)
    if not overlapping:
        return [Batch(shares)]
    for key in (
        lambda share: str(Path(share.reading.file.path).parent),
        lambda share: share.reading.file.path,
    ):
        groups: dict[str, list[Share]] = {}
        for share in shares:
            groups.setdefault(key(share), []).append(share)
        inside = any(
            frozenset((first.reading.number, second.reading.number)) in overlapping
            for group in groups.values()
            for first, second in combinations(group, 2)
        )
        if not inside:
            return _in_order([Batch(group) for group in groups.values()], style)
    raise AssertionError("a file does not overlap itself")


def _runs(shares: list[Share]) -> list[list[Share]]:
    """Return the shares by the run of one export that wrote them; none where that is not known of each.

    Every run holds the month anew, however little of it the runs have in common.
    """
    exports = {
        share.reading.file.export_run[0] if share.reading.file.export_run else None for share in shares
    }
    groups: dict[tuple[str, str] | None, list[Share]] = {}
    for share in shares:
        groups.setdefault(share.reading.file.export_run, []).append(share)
    return list(groups.values()) if len(exports) == 1 and None not in exports and len(groups) > 1 else []


def _overlaps(
    con: duckdb.DuckDBPyConnection,
    shares: list[Share],
    judged: dict[int, Judged],
    limit: float,
    *,
    without_numbers: bool = False,
) -> set[frozenset[int]]:
    """Return the pairs of files (their numbers) that have more than `limit` of the smaller one's
    records in common, whatever their numbers are where these are left out.
    """
    recognised = shares[0].reading.recognised
    numbers = {
        column.name.lower()
        for column in recognised.source.columns(recognised.table.name)
        if column.kind == "decimal" and without_numbers
    }
    rows = sum(share.rows for share in shares)
    sample = f"and record % {SAMPLE_ONE_IN} = 0" if rows > SAMPLE_FROM else ""
    common = set.intersection(*({column for column, _ in share.reading.columns} for share in shares))
    volatile = ("invoice", "bill_type", "exporttime")
    columns = [
        name(column)
        for column in sorted(common)
        if not any(word in column.lower() for word in volatile) and column.lower() not in numbers
    ]
    texts = ", ".join(f"cast({column} as varchar)" for column in columns)
    selects = " union all ".join(
        f"select {share.reading.number} as file, hash({texts}) as record from"
        f" ({judged[share.reading.number].relation})"
        f" where {belongs(share)}"
        for share in shares
    )
    con.execute(f"create or replace temp table overlap as select * from ({selects}) where true {sample}")
    found = con.execute(
        "with counted as (select file, record, count(*) as copies from overlap group by file, record),"
        " sizes as (select file, sum(copies) as size from counted group by file)"
        " select a.file, b.file from counted as a join counted as b on a.record = b.record and a.file <"
        " b.file"
        " join sizes as sa on sa.file = a.file join sizes as sb on sb.file = b.file"
        " group by a.file, b.file, sa.size, sb.size"
        " having sum(least(a.copies, b.copies)) > ? * least(sa.size, sb.size)",
        [limit],
    ).fetchall()
    con.execute("drop table overlap")
    return {frozenset(pair) for pair in found}


def _in_order(groups: list[Batch], style: str) -> list[Batch]:
    """Return versions oldest first: by the export's own time, then open before invoiced."""
    ordered = sorted(
        groups, key=lambda batch: (batch.export_time or "", batch.is_invoiced, _first_file(batch))
    )
    if style == "append":
        return ordered
    for older, newer in pairwise(ordered):
        if (older.export_time, older.is_invoiced) == (newer.export_time, newer.is_invoiced):
            raise Refusal(
                f"{_first_file(older)} and {_first_file(newer)} hold the same records of {older.scope},"
                f" {older.period}, and nothing says which is the newer.",
                "Land the older one first, then the newer in a call of its own (or give --delivered-at"
                " for each).",
            )
    return ordered


def _first_file(batch: Batch) -> str:
    return min(share.reading.file.source_file for share in batch.shares)


def _by_days(con: duckdb.DuckDBPyConnection, shares: list[Share], judged: dict[int, Judged]) -> list[Batch]:
    """Pulls of a trailing window overlap: a file that repeats a day and group of an earlier one is a
    newer pull.
    """
    ordered = sorted(
        shares, key=lambda share: (share.reading.file.export_time or "", share.reading.file.source_file)
    )
    found = [Batch([ordered[0]])]
    for share in ordered[1:]:
        for other in found[-1].shares:
            same_days = sorted(set(share.days) & set(other.days))
            if same_days and share.rows and other.rows:
                _refuse_mixed(share, other, same_days)
        repeats = any(_repeat(con, share, other, judged) for other in found[-1].shares)
        if repeats:
            found.append(Batch([share]))
        else:
            found[-1].shares.append(share)
    return found


def _refuse_mixed(share: Share, other: Share, same_days: list[str]) -> None:
    if share.reading.grouping != other.reading.grouping:
        raise Refusal(
            f"{share.reading.file.source_file} is grouped by {share.reading.grouping or 'nothing'},"
            f" {other.reading.file.source_file} by {other.reading.grouping or 'nothing'}; both hold"
            f" {same_days[0]}.",
            "Export both with the same grouping, or land them in two calls, the one that shall count last.",
        )


def _repeat(con: duckdb.DuckDBPyConnection, share: Share, other: Share, judged: dict[int, Judged]) -> bool:
    if not set(share.days) & set(other.days):
        return False
    table = share.reading.recognised.table
    both = {column for column, _ in share.reading.columns} & {column for column, _ in other.reading.columns}
    told_by = (table.period, *table.group_keys, *table.row_keys, "token_type")
    keys = [column for column in told_by if column in both]
    rows = [
        f"select {', '.join(f'cast({name(key)} as varchar) as {name(key)}' for key in keys)}"
        f" from ({judged[one.reading.number].relation}) where {belongs(one)}"
        for one in (share, other)
    ]
    found = con.execute(f"select count(*) from (({rows[0]}) intersect ({rows[1]}))").fetchone()
    return bool(found and found[0])


def grouping_of(con: duckdb.DuckDBPyConnection, judged: Judged) -> str | None:
    """Return the group keys an export of days is split by, comma separated; None where it has no records."""
    table = judged.reading.recognised.table
    present = {column for column, _ in judged.reading.columns}
    keys = [key for key in table.group_keys if key in present]
    if not judged.shares or not keys:
        return "" if judged.reading.rows_in_file else None
    counts = con.execute(
        f"select {', '.join(f'count({name(key)})' for key in keys)} from ({judged.relation}) where"
        f" {FAULT} is null"
    ).fetchone()
    return ",".join(key for key, count in zip(keys, counts or (), strict=True) if count)


def belongs(share: Share) -> str:
    """Return the condition: a judged record is fit and belongs to this share."""
    period = "is null" if share.period is None else f"= {quote(share.period)}"
    return f"{FAULT} is null and {SCOPE} = {quote(share.scope)} and {PERIOD} {period}"
