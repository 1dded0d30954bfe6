"""JSON documents: one record per object that the table's way leads to, nested objects flattened."""

import json
from pathlib import Path
from typing import Any

import duckdb

from finops.landing.cutting import cut_records
from finops.landing.document_paths import EACH_VALUE, NotThere, records_of, steps, way_of
from finops.landing.heads import Head, whole_text
from finops.landing.pages import in_contract_order, leaf_paths, path_name
from finops.landing.paths import InputFile
from finops.landing.reading import Reading
from finops.landing.recognising import Recognised
from finops.landing.report import Refusal
from finops.landing.sql import glob_free, json_texts, list_columns, quote

# What DuckDB takes for a record where nothing larger is there.
OBJECT_SIZE = 1 << 24


def read_documents(
    con: duckdb.DuckDBPyConnection,
    number: int,
    file: InputFile,
    head: Head,
    recognised: Recognised,
    work: Path,
) -> Reading:
    """Read a file of JSON documents. Nested objects become columns joined by `_`; `_record` keeps the whole.

    A record that is no object is set aside. Raises Refusal where a document has no records in its place.
    """
    table = recognised.table
    way = way_of(head.documents[0], table) if head.documents else ""
    counted: list[Any] = []
    for place, document in enumerate(head.documents, start=1):
        try:
            counted.extend(records_of(document, way))
        except NotThere as error:
            raise Refusal(
                f"{file.source_file}: document {place} holds no records of {recognised.source.name}:"
                f" {error}.",
                "Save the response body as it came; an error message may have been saved in its place.",
            ) from None
    paths = in_contract_order(
        leaf_paths([one for one in counted if isinstance(one, dict)], table.json_whole), recognised
    )
    staged = work / f"read.{number}.parquet"
    cut = work / f"cut.{number}.jsonl"
    longest = _cut(whole_text(con, file), way, head.has_long_numbers, cut)
    _stage(con, number, cut, longest, staged, steps(way), paths)
    cut.unlink()
    has_keys = EACH_VALUE in steps(way)
    names = [*(["_key"] if has_keys else []), *map(path_name, paths), "_record"]
    row = con.execute("select count(*) from broken where file_number = ?", [number]).fetchone()
    reading = Reading(
        number,
        file,
        recognised,
        "text",
        f"select * from read_parquet({glob_free(str(staged))})",
        [(column, "VARCHAR") for column in names],
        len(counted),
        row[0] if row else 0,
        staged=staged,
    )
    _settle(con, reading)
    return reading


def _settle(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    row = con.execute(f"select count(*) from ({reading.relation})").fetchone()
    found = (row[0] if row else 0) + reading.broken
    if found != reading.rows_in_file:
        raise Refusal(
            f"{reading.file.source_file}: {reading.rows_in_file} records counted, but {found} read.",
            "A name may stand twice in one JSON object: export it again.",
        )


def _cut(text: str, way: str, are_long: bool, cut: Path) -> int:
    """Write a line per record (place in the file, key, text) and return the length of the longest in bytes.

    DuckDB reads records so cut one by one; of a whole document it would hold a copy per record.
    """
    longest = 0
    with open(cut, "w", encoding="ascii") as lines:
        for place, (key, record) in enumerate(cut_records(text, steps(way), are_long), start=1):
            line = json.dumps({"_source_row": place, "_key": key, "node": record})
            longest = max(longest, len(line))
            lines.write(f"{line}\n")
    return longest


def _stage(
    con: duckdb.DuckDBPyConnection,
    number: int,
    cut: Path,
    longest: int,
    staged: Path,
    way: list[str],
    paths: list[tuple[str, ...]],
) -> None:
    """Write the records that are objects to `staged`, the others to table `broken`."""
    records = (
        f"read_json({glob_free(str(cut))}, format = 'newline_delimited', compression = 'uncompressed',"
        f" maximum_object_size = {max(longest + 2, OBJECT_SIZE)},"
        " columns = {'_source_row': 'BIGINT', '_key': 'VARCHAR', 'node': 'VARCHAR'})"
    )
    fields = list_columns("leaves", map(path_name, paths))
    kept_key = ", _key" if EACH_VALUE in way else ""
    # A document that is itself the record stays as it was written.
    record = "cast(json(node) as varchar)" if way else "node"
    is_object = "coalesce(json_type(node) = 'OBJECT', false)"
    con.execute("set preserve_insertion_order = true")
    con.execute(
        f"copy (select _source_row{kept_key}{fields}, _record from (select _source_row, _key,"
        f" {record} as _record, {json_texts('node', paths)} as leaves from {records} where {is_object}))"
        f" to {quote(str(staged))} (format parquet)"
    )
    con.execute("set preserve_insertion_order = false")
    con.execute(
        f"insert into broken select ?, _source_row, null, 'not a JSON object', {record} from {records}"
        f" where not {is_object}",
        [number],
    )
