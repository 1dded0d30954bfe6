"""JSON documents: one record per object that the table's way leads to, nested objects flattened."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from finops.landing.document_paths import EACH_ELEMENT, EACH_VALUE, NotThere, records_of, steps, way_of
from finops.landing.heads import Head
from finops.landing.pages import (
    in_contract_order,
    json_compression,
    leaf_paths,
    path_name,
    pointer,
)
from finops.landing.paths import InputFile
from finops.landing.reading import Reading
from finops.landing.recognising import Recognised
from finops.landing.report import Refusal
from finops.landing.sql import glob_free, name, quote

POINTER_OF_KEY = "'/' || replace(replace(_key, '~', '~0'), '/', '~1')"


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
    origin = file
    if head.has_long_numbers:
        file = replace(file, path=str(work / f"exact.{number}.json"), is_remote=False)
        Path(file.path).write_text(json.dumps(head.documents, ensure_ascii=False), encoding="utf-8")
    has_keys = EACH_VALUE in steps(way)
    _stage(con, number, file, staged, steps(way), paths)
    names = [*(["_key"] if has_keys else []), *map(path_name, paths), "_record"]
    row = con.execute("select count(*) from broken where file_number = ?", [number]).fetchone()
    reading = Reading(
        number,
        origin,
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


def _stage(
    con: duckdb.DuckDBPyConnection,
    number: int,
    file: InputFile,
    staged: Path,
    way: list[str],
    paths: list[tuple[str, ...]],
) -> None:
    """Write the records that are objects to `staged`, the others to table `broken`."""
    path = quote(file.path) if file.is_remote else glob_free(file.path)
    fields = "".join(
        f", json_extract_string(node, {quote(pointer(leaf))}) as {name(path_name(leaf))}" for leaf in paths
    )
    kept_key = ", _key" if EACH_VALUE in way else ""
    con.execute("set preserve_insertion_order = true")
    con.execute(
        f"create or replace temp table document_records as with nodes_0 as (select json as node,"
        " [row_number() over ()] as place, cast(null as varchar) as _key"
        f" from read_json_objects({path}, format = 'auto', maximum_object_size = 1000000000"
        f"{json_compression(file)})),"
        f" {''.join(_step_sql(step, level) for level, step in enumerate(way))}"
        " numbered as (select node, _key, row_number() over (order by place) as _source_row"
        f" from nodes_{len(way)})"
        " select * from numbered"
    )
    is_object = "coalesce(json_type(node) = 'OBJECT', false)"
    con.execute(
        f"copy (select _source_row{kept_key}{fields}, cast(node as varchar) as _record from document_records"
        f" where {is_object} order by _source_row) to {quote(str(staged))} (format parquet)"
    )
    con.execute("set preserve_insertion_order = false")
    con.execute(
        "insert into broken select ?, _source_row, null, 'not a JSON object', cast(node as varchar)"
        f" from document_records where not {is_object}",
        [number],
    )
    con.execute("drop table document_records")


def _step_sql(step: str, level: int) -> str:
    """Return the CTE that takes one step from `nodes_<level>`; nodes that are null have no records."""
    before = f"nodes_{level}"
    if step == EACH_ELEMENT:
        each = "json_extract(node, '$[*]')"
        return (
            f" nodes_{level + 1} as (select unnest({each}) as node,"
            f" list_append(place, generate_subscripts({each}, 1)) as place, _key from {before}),"
        )
    if step == EACH_VALUE:
        return (
            f" keys_{level} as (select node, unnest(json_keys(node)) as _key,"
            f" list_append(place, generate_subscripts(json_keys(node), 1)) as place from {before}"
            " where json_type(node) = 'OBJECT'),"
            f" nodes_{level + 1} as (select json_extract(node, {POINTER_OF_KEY}) as node, place, _key"
            f" from keys_{level}),"
        )
    return (
        f" nodes_{level + 1} as (select json_extract(node, {quote(pointer((step,)))}) as node, place, _key"
        f" from {before}),"
    )
