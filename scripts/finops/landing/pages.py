"""API response pages: one record per result of a bucket, and the days the buckets cover."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from finops.landing.heads import Head, exact_pages
from finops.landing.paths import InputFile
from finops.landing.reading import LANDED_COLUMNS, Reading
from finops.landing.recognising import Recognised
from finops.landing.report import Refusal
from finops.landing.sql import glob_free, json_texts, list_columns, quote

BOUNDS = ("bucket_start", "bucket_end")
JSON_COMPRESSION = {"none": "uncompressed"}


def read_pages(
    con: duckdb.DuckDBPyConnection,
    number: int,
    file: InputFile,
    head: Head,
    recognised: Recognised,
    work: Path,
) -> Reading:
    """Read a file of API pages. Nested objects become columns joined by `_`; `_record` keeps the whole
    result.

    Results of a bucket without a readable start are set aside as broken. Raises Refusal when the file
    holds no bucket at all.
    """
    buckets = [bucket for page in head.pages for bucket in page["data"]]
    if not buckets:
        raise Refusal(
            f"{file.source_file}: its pages hold no bucket.", "Ask for a longer period and export again."
        )
    results = [result for bucket in buckets for result in _results(bucket)]
    staged = work / f"read.{number}.parquet"
    origin = file
    if head.has_long_numbers:
        exact = work / f"exact.{number}.json"
        exact.write_text(json.dumps(exact_pages(con, file), ensure_ascii=False), encoding="utf-8")
        file = replace(file, path=str(exact), is_remote=False)
    paths = in_contract_order(leaf_paths(results), recognised)
    _stage(con, number, file, staged, paths)
    columns = [(column, "VARCHAR") for column in (*BOUNDS, *map(path_name, paths), "_record")]
    row = con.execute("select count(*) from broken where file_number = ?", [number]).fetchone()
    kept = f"read_parquet({glob_free(str(staged))})"
    reading = Reading(
        number,
        origin,
        recognised,
        "text",
        f"select * exclude (_bucket) from {kept} where _record is not null",
        columns,
        len(results),
        row[0] if row else 0,
        staged=staged,
    )
    reading.days = _days(con, staged)
    reading.notes.extend(_gaps(con, reading.days, head))
    return reading


def path_name(path: tuple[str, ...]) -> str:
    """Return the column name of a path of member names."""
    joined = "_".join(path)
    return f"{joined}_delivered" if joined in (*LANDED_COLUMNS, *BOUNDS, "_record", "_bucket") else joined


def in_contract_order(paths: list[tuple[str, ...]], recognised: Recognised) -> list[tuple[str, ...]]:
    """Return paths in the order of the contract's columns, what is no contract column after them."""
    names = [column.name for column in recognised.source.columns(recognised.table.name)]
    places = {column: place for place, column in enumerate(names)}
    return sorted(paths, key=lambda path: places.get(path_name(path), len(places)))


def _results(bucket: Any) -> list[Any]:
    results = bucket.get("results") if isinstance(bucket, dict) else None
    return results if isinstance(results, list) else []


def leaf_paths(results: list[Any], whole: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the paths of all members that are no objects, or stay `whole`, each once."""
    found: dict[tuple[str, ...], None] = {}
    objects: dict[tuple[str, ...], None] = {}
    alike = {id(result): result for result in results}
    shapes = {json.dumps(_shape(result), sort_keys=True): result for result in alike.values()}
    for result in shapes.values():
        waiting: list[tuple[tuple[str, ...], Any]] = [((), result)]
        while waiting:
            path, value = waiting.pop(0)
            if isinstance(value, dict) and path_name(path) not in whole:
                objects[path] = None
                waiting[:0] = [((*path, key), inner) for key, inner in value.items()]
            elif path:
                found[path] = None
    # An object that is null in some results is no column of its own.
    unique = {path_name(path): path for path in found if path not in objects}
    return list(unique.values())


def _shape(value: Any) -> Any:
    return {key: _shape(inner) for key, inner in value.items()} if isinstance(value, dict) else 0


def _stage(
    con: duckdb.DuckDBPyConnection, number: int, file: InputFile, staged: Path, paths: list[tuple[str, ...]]
) -> None:
    path = quote(file.path) if file.is_remote else glob_free(file.path)
    fields = list_columns("leaves", map(path_name, paths))
    moment = "coalesce({0}, {1})"
    start, end = (
        moment.format(
            f"strftime(make_timestamp(try_cast(json_extract_string(bucket, '$.{seconds}') as bigint) *"
            f" 1000000),"
            " '%Y-%m-%dT%H:%M:%SZ')",
            f"json_extract_string(bucket, '$.{text}')",
        )
        for seconds, text in (("start_time", "starting_at"), ("end_time", "ending_at"))
    )
    con.execute("set preserve_insertion_order = true")
    con.execute(
        "copy (with pages as (select unnest(json_extract(json, '$.data[*]')) as bucket, generate_subscripts("
        "json_extract(json, '$.data[*]'), 1) as place, row_number() over () as page"
        f" from read_json_objects({path}, format = 'auto', maximum_object_size = 1000000000"
        f"{json_compression(file)})),"
        f" buckets as (select page * 100000 + place as _bucket, {start} as bucket_start, {end} as bucket_end,"
        " coalesce(nullif(json_extract(bucket, '$.results[*]'), []), [null]) as results from pages),"
        " results as (select _bucket, bucket_start, bucket_end, unnest(results) as result from buckets),"
        f" read_once as (select *, {json_texts('result', paths)} as leaves from results)"
        f" select _bucket, bucket_start, bucket_end{fields}, cast(result as varchar) as _record,"
        " case when result is not null then row_number() over (partition by result is not null order by"
        " _bucket) end"
        f" as _source_row from read_once) to {quote(str(staged))} (format parquet)"
    )
    con.execute("set preserve_insertion_order = false")
    unreadable = "try_cast(bucket_start as timestamp) is null"
    con.execute(
        "insert into broken select ?, _source_row, 'bucket_start', 'its bucket has no readable start',"
        " _record"
        f" from read_parquet({glob_free(str(staged))}) where _record is not null and {unreadable}",
        [number],
    )
    kept = staged.with_suffix(".kept.parquet")
    con.execute(
        f"copy (select * from read_parquet({glob_free(str(staged))}) where not ({unreadable}))"
        f" to {quote(str(kept))} (format parquet)"
    )
    kept.replace(staged)


def json_compression(file: InputFile) -> str:
    """Return what a JSON reader is told of the compression of `file`."""
    return (
        ""
        if file.is_remote
        else f", compression = '{JSON_COMPRESSION.get(file.compression, file.compression)}'"
    )


def _days(con: duckdb.DuckDBPyConnection, staged: Path) -> list[str]:
    """Return every day a bucket touches, empty buckets included."""
    rows = con.execute(
        "select distinct strftime(unnest(generate_series(date_trunc('day', starts), greatest(ends -"
        " interval 1"
        " microsecond, starts), interval 1 day)), '%Y-%m-%d') as day from (select cast(bucket_start as"
        " timestamp) as"
        " starts, coalesce(try_cast(bucket_end as timestamp), cast(bucket_start as timestamp) +"
        " interval 1 day) as ends"
        f" from read_parquet({glob_free(str(staged))})) order by day"
    ).fetchall()
    return [row[0] for row in rows]


def _gaps(con: duckdb.DuckDBPyConnection, days: list[str], head: Head) -> list[str]:
    notes = []
    if days:
        row = con.execute(
            "select string_agg(strftime(day, '%Y-%m-%d'), ', ' order by day) from"
            " (select unnest(generate_series(cast(? as date), cast(? as date), interval 1 day)) as day)"
            " where strftime(day, '%Y-%m-%d') not in (select unnest(?))",
            [days[0], days[-1], days],
        ).fetchone()
        if row and row[0]:
            notes.append(f"no bucket for {row[0]}: these days are not covered")
    if head.pages and head.pages[-1].get("has_more"):
        notes.append("its last page says has_more: further pages are missing")
    return notes
