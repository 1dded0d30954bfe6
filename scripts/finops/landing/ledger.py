"""The ledger: what lies committed in `landing/`, and taking deliveries out again."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from finops.landing.sql import glob_free, quote
from finops.locks import hold
from finops.project import FinopsError, Project

Entry = dict[str, Any]


@contextmanager
def landing_lock(project: Project, purpose: str) -> Iterator[None]:
    """Hold the lock of `landing/` while the block runs.

    Raises FinopsError when the folder cannot be written.
    """
    try:
        project.landing.mkdir(parents=True, exist_ok=True)
        with hold(project.landing / ".lock", purpose):
            yield
    except PermissionError as error:
        raise FinopsError(
            f"No permission to write {_shown(project, error.filename)}. Nothing was landed. Ask its"
            f" owner for write"
            " access, or set AI_FINOPS_HOME to a folder of yours."
        ) from None


def _shown(project: Project, path: str | None) -> str:
    if not path:
        return "landing/"
    resolved = Path(path)
    return str(resolved.relative_to(project.home)) if resolved.is_relative_to(project.home) else resolved.name


def read_ledger(project: Project) -> list[Entry]:
    """Return the entries of all committed deliveries, oldest landing first."""
    entries = []
    for path in project.landing.glob("*/*/load.json"):
        try:
            entries.append(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            continue  # Unlanded between listing and reading.
        except ValueError:
            raise FinopsError(
                f"landing/{path.relative_to(project.landing)} is damaged. Restore it from a backup, or"
                f" remove its"
                " folder and land the files again."
            ) from None
    return sorted(entries, key=lambda entry: (entry["landing_sequence"], entry["delivery_id"]))


def delivery_folder(project: Project, entry: Entry) -> Path:
    """Return the folder of a committed delivery."""
    return project.landing / str(entry["source_name"]) / str(entry["delivery_id"])


def rank(entry: Entry) -> tuple:
    """Return the sort key of deliveries of one scope, period and table: the last one counts
    (int_deliveries__ranked).
    """
    return (
        entry["export_time"] or "",
        entry["is_invoiced"],
        entry["delivered_at"] or "",
        entry["landed_at"],
        entry["landing_sequence"],
        entry["delivery_id"],
    )


def newest_whole(entries: list[Entry]) -> Entry | None:
    """Return the delivery that counts among `entries` of one scope and period, None without one."""
    return max((entry for entry in entries if not entry["is_append_part"]), key=rank, default=None)


def counting(entries: list[Entry]) -> list[Entry]:
    """Return the deliveries of one scope and period whose rows count: the newest whole one and parts
    after it.
    """
    if any(entry["restatement_style"] != "whole_period" for entry in entries):
        return list(entries)
    newest = newest_whole(entries)
    return [entry for entry in entries if newest is None or rank(entry) >= rank(newest)]


def month_of(entry: Entry) -> tuple[str, str, str | None, str]:
    """Return source, scope, period and table: deliveries alike in these compete."""
    table = entry["tables"][0]["table_name"]
    return entry["source_name"], entry["delivery_scope"], entry["billing_period"], table


def same_month(entries: list[Entry], *month: str | None) -> list[Entry]:
    """Return the entries of one source, scope, period and table."""
    return [one for one in entries if month_of(one) == month]


def billed_total(entry: Entry) -> str | None:
    """Return the exact sum over the files of a delivery as decimal text, None where the source bills
    nothing.
    """
    totals = [Decimal(file["billed_total"]) for file in entry["files"] if file["billed_total"] is not None]
    return f"{sum(totals):f}" if totals else None


def rows_of(entry: Entry) -> int:
    """Return the number of rows of a delivery."""
    return sum(table["rows"] for table in entry["tables"])


def remove(project: Project, entry: Entry) -> None:
    """Take a committed delivery out of `landing/`: gone in one rename, then deleted."""
    trash = project.landing / ".staging" / "removed" / f"{entry['delivery_id']}-{os.getpid()}"
    trash.parent.mkdir(parents=True, exist_ok=True)
    delivery_folder(project, entry).rename(trash)
    shutil.rmtree(trash, ignore_errors=True)
    for folder in (trash.parent, trash.parent.parent):
        if not any(folder.iterdir()):
            folder.rmdir()


def unland(project: Project, delivery_id: str) -> Entry:
    """Undo a landing and return its entry.

    `delivery_id` may be its first digits. Raises FinopsError without one.
    """
    with landing_lock(project, "finops unland"):
        found = (
            [one for one in read_ledger(project) if one["delivery_id"].startswith(delivery_id)]
            if delivery_id
            else []
        )
        if not found:
            raise FinopsError(f"No delivery {delivery_id}. finops status lists those that are landed.")
        if len(found) > 1:
            listed = ", ".join(one["delivery_id"] for one in found)
            raise FinopsError(
                f"{delivery_id} is the beginning of several deliveries: {listed}. Give more digits."
            )
        remove(project, found[0])
        return found[0]


def prune(project: Project, keep: int) -> list[str]:
    """Delete deliveries that newer ones replaced, all but the newest `keep` replaced ones of a scope
    and period.

    What counts is never deleted. Returns the ids that are gone. Raises FinopsError for a negative `keep`.
    """
    if keep < 0:
        raise FinopsError(f"--keep {keep}: give 0 or more.")
    gone = []
    with landing_lock(project, "finops prune"):
        entries = read_ledger(project)
        for key in dict.fromkeys(map(month_of, entries)):
            group = same_month(entries, *key)
            counted = {one["delivery_id"] for one in counting(group)}
            replaced = sorted(
                (one for one in group if one["delivery_id"] not in counted), key=rank, reverse=True
            )
            for entry in replaced[keep:]:
                _note_pruned(project, entry)
                remove(project, entry)
                gone.append(entry["delivery_id"])
    return gone


def _note_pruned(project: Project, entry: Entry) -> None:
    folder = project.landing / ".pruned"
    folder.mkdir(exist_ok=True)
    partial = folder / f"{entry['delivery_id']}.part"
    partial.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
    partial.rename(partial.with_suffix(".json"))


def read_pruned(project: Project, entries: list[Entry]) -> list[Entry]:
    """Return deliveries that were pruned and whose scope and period still has one among `entries`.

    Their files are known: landed again they would replace the newer delivery. Where that one was taken out,
    they may land again.
    """
    months = set(map(month_of, entries))
    found = [json.loads(path.read_text(encoding="utf-8")) for path in project.landing.glob(".pruned/*.json")]
    return [one for one in found if month_of(one) in months]


def refusals(project: Project) -> list[Entry]:
    """Return the files that were refused and have not landed since, newest first."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in project.landing.glob(".refused/*.json")]
    return sorted(found, key=lambda one: one["refused_at"], reverse=True)


def _quarantine_files(project: Project, delivery_id: str | None) -> list[Path]:
    return [
        path
        for path in sorted(project.landing.glob("*/*/quarantine.parquet"))
        if delivery_id is None or path.parent.name.startswith(delivery_id)
    ]


def quarantine_rows(project: Project, delivery_id: str | None = None) -> list[Entry]:
    """Return the records set aside (delivery_id, source_file, source_row, column_name, reason, record)."""
    files = _quarantine_files(project, delivery_id)
    if not files:
        return []
    con = duckdb.connect()
    cursor = con.execute(
        "select _delivery_id as delivery_id, _source_file as source_file, _content_hash as content_hash,"
        " source_row, column_name,"
        " reason, record"
        f" from read_parquet([{', '.join(glob_free(str(path)) for path in files)}])"
        " order by source_file, source_row nulls last, record"
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def export_quarantine(project: Project, delivery_id: str, path: Path) -> Path:
    """Write the records set aside in a delivery to `path`, under the header of the export, to be mended
    and landed again.

    Records under a second header (files of another layout) go to a second file beside it: `bill.csv`, then
    `bill.2.csv`. `<path>.reasons.csv` says what is wrong with each record and where it was written. Raises
    FinopsError when the delivery has none.
    """
    files = _quarantine_files(project, delivery_id)
    if not files:
        raise FinopsError(f"Delivery {delivery_id} has no quarantined records.")
    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute(
        "create table set_aside as select _source_file as source_file, source_row, column_name, reason,"
        " record, header, dense_rank() over (order by header) as part,"
        " row_number() over (order by _source_file, source_row nulls last, record) as place"
        f" from read_parquet([{', '.join(glob_free(str(one)) for one in files)}])"
    )
    plain = "(format csv, header false, delimiter '\x01', quote '', escape '')"
    parts = con.execute("select distinct part from set_aside order by part").fetchall()
    written = {part: path.with_suffix(f".{part}{path.suffix}") if part > 1 else path for (part,) in parts}
    for part, target in written.items():
        con.execute(
            f"copy (with part as (select * from set_aside where part = {part})"
            " select line from (select distinct 0 as place, header as line from part where header is not null"
            " union all select place, rtrim(record, chr(13) || chr(10)) from part) order by place)"
            f" to {quote(str(target))} {plain}"
        )
    names = " ".join(f"when {part} then {quote(target.name)}" for part, target in written.items())
    con.execute(
        f"copy (select source_file, source_row, column_name, reason, case part {names} end as written_to"
        f" from set_aside order by place) to {quote(str(path) + '.reasons.csv')} (format csv, header)"
    )
    return path
