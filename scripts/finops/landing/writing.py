"""Writing a delivery: its Parquet files, its quarantine and its ledger entry, in a folder still out of
sight.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from finops import __version__
from finops.landing.explaining import value_of
from finops.landing.judging import FAULT, Judged
from finops.landing.ledger import Entry
from finops.landing.reading import Reading
from finops.landing.sql import csv_field, name, quote
from finops.landing.tidying import LINE
from finops.landing.versions import Batch, belongs


@dataclass
class Call:
    """What one call to land says about all its deliveries. Times are UTC text."""

    is_append: bool
    is_demo: bool
    delivered_at: str | None
    landed_at: str


def now_text() -> str:
    """Return this moment in UTC to the microsecond."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def delivery_id(source: str, scope: str, period: str | None, is_append: bool, hashes: list[str]) -> str:
    """Return the id of a delivery: the same files for the same scope and period are the same delivery."""
    text = "|".join((source, scope, period or "", str(is_append).lower(), *sorted(hashes)))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:16]


def batch_id(batch: Batch, call: Call) -> str:
    """Return the delivery id of a batch."""
    source = batch.shares[0].reading.recognised.source
    hashes = [share.reading.file.content_hash for share in batch.shares]
    return delivery_id(source.name, batch.scope, batch.period, call.is_append, hashes)


def entry_of(batch: Batch, call: Call, sequence: int, judged: dict[int, Judged], drift: list[dict]) -> Entry:
    """Return the ledger entry of a batch (models/_docs/decisions.md, section 2)."""
    first = batch.shares[0].reading
    source = first.recognised.source
    days = sorted({day for share in batch.shares for day in share.days})
    groupings = sorted(
        {share.reading.grouping for share in batch.shares if share.reading.grouping is not None}
    )
    return {
        "delivery_id": batch_id(batch, call),
        "source_name": source.name,
        "delivery_scope": batch.scope,
        "dialect": first.recognised.dialect,
        "billing_period": batch.period,
        "restatement_style": source.restatement_style(first.recognised.dialect),
        "is_append_part": call.is_append,
        "is_demo": call.is_demo,
        "grouping": groupings[-1] if groupings else None,
        "days": days if source.style in ("days", "upsert") and first.recognised.table.period else None,
        "export_time": batch.export_time,
        "is_invoiced": batch.is_invoiced,
        "delivered_at": call.delivered_at,
        "landed_at": call.landed_at,
        "landing_sequence": sequence,
        "currencies": sorted({currency for share in batch.shares for currency in share.currencies}),
        "tables": [
            {"table_name": first.recognised.table.name, "rows": sum(share.rows for share in batch.shares)}
        ],
        "files": [
            {
                "source_file": share.reading.file.source_file,
                "content_hash": share.reading.file.content_hash,
                "bytes": share.reading.file.bytes,
                "rows_in_file": share.reading.rows_in_file,
                "rows_landed": share.reading.rows_in_file - set_aside(share.reading, judged),
                "rows_quarantined": set_aside(share.reading, judged),
                "rows_in_delivery": share.rows,
                "deliveries_of_file": len(judged[share.reading.number].shares),
                "billed_total": _decimal_text(share.billed_total) if first.recognised.table.billed else None,
            }
            for share in batch.shares
        ],
        "drift": drift,
        "project_version": __version__,
    }


def set_aside(reading: Reading, judged: dict[int, Judged]) -> int:
    """Return how many records of a file go to quarantine."""
    return reading.broken + judged[reading.number].faulty


def _decimal_text(total: Decimal | None) -> str:
    return f"{total or Decimal(0):f}"


def write(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    entry: Entry,
    batch: Batch,
    judged: dict[int, Judged],
    aside: list[int],
) -> None:
    """Write the Parquet files of a delivery to `folder`.

    `aside` are the files whose quarantine it carries.
    """
    folder.mkdir(parents=True)
    for number, share in enumerate(batch.shares):
        _write_share(con, folder, entry, number, batch, judged[share.reading.number])
    quarantined = [number for number in aside if judged[number].faulty or judged[number].reading.broken]
    if quarantined:
        _write_quarantine(con, folder, entry, [judged[number] for number in quarantined])


def _write_share(
    con: duckdb.DuckDBPyConnection, folder: Path, entry: Entry, number: int, batch: Batch, judged: Judged
) -> None:
    share = batch.shares[number]
    reading = share.reading
    is_whole = len(judged.shares) == 1 and not judged.faulty
    relation = f"({reading.relation})" if is_whole else f"({judged.relation}) where {belongs(share)}"
    columns = ", ".join(_as_contract(reading, column) for column, _ in reading.columns)
    target = folder / f"{reading.recognised.table.name}.{number}.{reading.kind}.parquet"
    con.execute(
        f"copy (select {columns}, {_ours(entry, reading)}, _source_row, {_loaded(entry)} from {relation})"
        f" to {quote(str(target))} (format parquet, compression zstd, row_group_size 100000)"
    )


def _as_contract(reading: Reading, column: str) -> str:
    contract = {
        one.name.lower(): one.name for one in reading.recognised.source.columns(reading.recognised.table.name)
    }
    return f"{name(column)} as {name(contract.get(column.lower(), column))}"


def _ours(entry: Entry, reading: Reading) -> str:
    return (
        f"{quote(entry['delivery_id'])} as _delivery_id, {quote(reading.file.source_file)} as _source_file,"
        f" {quote(reading.file.content_hash)} as _content_hash"
    )


def _loaded(entry: Entry) -> str:
    return f"cast({quote(entry['landed_at'])} as timestamp) as _loaded_at"


def _write_quarantine(
    con: duckdb.DuckDBPyConnection, folder: Path, entry: Entry, files: list[Judged]
) -> None:
    selects = []
    for judged in files:
        reading = judged.reading
        ours = f"{_ours(entry, reading)}, {_loaded(entry)}"
        selects.append(
            f"select {ours}, source_row, column_name, reason, record, {_literal(reading.header)} as header"
            f" from broken where file_number = {reading.number}"
        )
        if judged.faulty:
            listed = ", ".join(
                f"({number}, {quote(column)}, {quote(reason)})"
                for number, (column, reason) in enumerate(judged.faults)
            )
            reason, explained = _explained(judged)
            selects.append(
                f"select {ours}, _source_row as source_row, fault_column as column_name, {reason} as reason,"
                f" {_record(reading)} as record, {_literal(_header(reading))} as header"
                f" from (select * from ({judged.relation}) where {FAULT} is not null) as judged"
                f" join (values {listed}) as faults(fault_number, fault_column, fault_reason)"
                f" on fault_number = {FAULT}{explained}"
            )
    con.execute(
        f"copy ({' union all '.join(selects)}) to {quote(str(folder / 'quarantine.parquet'))}"
        f" (format parquet)"
    )


def _explained(judged: Judged) -> tuple[str, str]:
    """Return the reason as SQL and the join it needs: of a list that people fill in with line and value."""
    if not judged.explanations or not judged.reading.has_lines:
        return "fault_reason", ""
    listed = ", ".join(
        f"({fault}, {_literal(value)}, {quote(text)})" for fault, value, text in judged.explanations
    )
    join = (
        f" left join (values {listed}) as explained(fault_explained, fault_value, fault_text)"
        f" on fault_explained = {FAULT} and fault_value is not distinct from {value_of(judged)}"
    )
    return f"'line ' || {LINE} || ', ' || coalesce(fault_text, fault_column || ': ' || fault_reason)", join


def _literal(text: str | None) -> str:
    return "cast(null as varchar)" if text is None else quote(text)


def _header(reading: Reading) -> str | None:
    """Return the header that unfit records stand under; None for JSON, whose records name their members."""
    if reading.format in ("json", "lines", "documents"):
        return None
    if reading.header is not None and not reading.is_mapped:
        return reading.header
    return (reading.delimiter or ",").join(csv_field(column) for column, _ in reading.columns)


def _record(reading: Reading) -> str:
    """Return an unfit record as text that can be mended and landed: a CSV line, a JSON line or a page."""
    if reading.format == "json":
        told = "'starting_at', bucket_start, 'ending_at', bucket_end, 'results', json_array(_record::json)"
        return f"cast(json_object('data', json_array(json_object({told}))) as varchar)"
    if reading.format == "documents":
        has_keys = any(column == "_key" for column, _ in reading.columns)
        return (
            "cast(json_merge_patch(_record, json_object('_key', _key)) as varchar)" if has_keys else "_record"
        )
    if reading.format == "lines":
        members = ", ".join(f"{quote(column)}, {name(column)}" for column, _ in reading.columns)
        return f"cast(json_object({members}) as varchar)"
    delimiter = reading.delimiter or ","
    fields = []
    for column, type_name in reading.columns:
        is_nested = type_name.startswith(("MAP", "STRUCT")) or type_name.endswith("[]")
        text = f"cast({f'to_json({name(column)})' if is_nested else name(column)} as varchar)"
        if column in reading.with_commas:
            is_number = f"regexp_full_match({text}, '[+-]?[0-9]+\\.[0-9]+')"
            text = f"case when {is_number} then replace({text}, '.', ',') else {text} end"
        special = f"strpos({text}, {quote(delimiter)}) > 0 or regexp_matches({text}, '[\",\\r\\n]')"
        fields.append(
            f"case when {special} then '\"' || replace({text}, '\"', '\"\"') || '\"'"
            f" else coalesce({text}, '') end"
        )
    return f"concat_ws({quote(delimiter)}, " + ", ".join(fields) + ")"


def write_entry(folder: Path, entry: Entry) -> None:
    """Write `load.json`, the ledger entry of a delivery."""
    text = json.dumps(entry, indent=1, ensure_ascii=False)
    (folder / "load.json").write_text(text + "\n", encoding="utf-8")


def sync(folder: Path) -> None:
    """Make the files of a delivery durable before the rename that commits it."""
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
