"""The first bytes of a file: its format, its header, its delimiter and its encoding."""

import codecs
import csv
import gzip
import io
import json
import shutil
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import duckdb

from finops.landing.document_paths import document_table
from finops.landing.exposition import head_columns, is_exposition
from finops.landing.outlines import Outlines, exact_number
from finops.landing.paths import InputFile, said_of
from finops.landing.report import Refusal
from finops.landing.sql import glob_free, quote

HEAD = 1 << 20
DELIMITERS = ",;\t|"


@dataclass
class Head:
    """What the start of a file says.

    `format` is csv, json (pages of buckets), documents (JSON of another shape), lines (a JSON record a line),
    prometheus (text exposition) or parquet. `pages` and `documents` are outlines: no values but the kinds.
    """

    format: str
    columns: list[tuple[str, str]] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    delimiter: str = ","
    encoding: str = "utf-8"
    pages: list[dict[str, Any]] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    has_long_numbers: bool = False


def lines_of(file: InputFile, parallel: bool = True) -> str:
    """Return a SQL relation with one column `line`: the physical lines of a text file."""
    compression = "" if file.is_remote else f", compression = '{file.compression}'"
    return (
        f"read_csv({quote(file.path) if file.is_remote else glob_free(file.path)}, delim = '\x01',"
        f" quote = '',"
        f" escape = '', header = false, auto_detect = false, columns = {{'line': 'VARCHAR'}}{compression},"
        f" max_line_size = 100000000, strict_mode = false, parallel = {str(parallel).lower()})"
    )


def read_head(con: duckdb.DuckDBPyConnection, file: InputFile) -> Head:
    """Return the head of `file`. Raises Refusal when it is empty, broken or not in a format we read."""
    if file.suffix == ".parquet":
        return Head("parquet", parquet_columns(con, file))
    start = _first_bytes(con, file)
    if start[:4] == b"PAR1":
        return Head("parquet", parquet_columns(con, file))
    if start[:4] == b"PK\x03\x04":
        raise Refusal(
            f"{file.source_file}: a zip archive or a spreadsheet.",
            "Unpack it, or save the sheet as CSV in UTF-8.",
        )
    if not start.strip():
        raise Refusal(f"{file.source_file}: the file is empty.", "Export it again.")
    encoding = _encoding(file, start)
    text = start.decode(encoding, "ignore").removeprefix("\ufeff")
    is_named_csv = file.suffix in (".csv", ".tsv")
    if text.lstrip()[:1] in "{[" and not (is_named_csv and _record(text.lstrip().split("\n")[0]) is None):
        return _json_head(con, file, text)
    if not is_named_csv and is_exposition(text):
        # The last line of what was read may be cut; a label that shows later is found when all is read.
        whole = text if len(start) < HEAD else text.rsplit("\n", 1)[0]
        return Head("prometheus", [(column, "VARCHAR") for column in head_columns(whole)])
    return _csv_head(file, text, encoding)


def parquet_columns(con: duckdb.DuckDBPyConnection, file: InputFile) -> list[tuple[str, str]]:
    """Return column names and DuckDB types of a Parquet file. Raises Refusal when it is none."""
    try:
        described = con.execute(
            f"describe select * from read_parquet({glob_free(file.path)}, hive_partitioning = false)"
        ).fetchall()
    except duckdb.Error as error:
        raise Refusal(
            f"{file.source_file}: not a readable Parquet file ({said_of(file, error)}).",
            "Export it again; it may be cut short, or another format under a .parquet name.",
        ) from None
    return [(row[0], row[1]) for row in described]


def whole_text(con: duckdb.DuckDBPyConnection, file: InputFile) -> str:
    """Return the text of a small file (a page of an API)."""
    if file.is_remote or file.compression == "zstd":
        rows = con.execute(f"select line from {lines_of(file, parallel=False)}").fetchall()
        return "\n".join(row[0] or "" for row in rows)
    with opened(file) as handle:
        return handle.read().decode("utf-8-sig")


def in_utf8(file: InputFile, number: int, work: Path) -> InputFile:
    """Return `file`, or a copy of it in UTF-8 under `work` where its first bytes say that it is in UTF-16."""
    if file.is_remote or file.compression == "zstd":
        return file
    with opened(file) as handle:
        if not handle.read(2).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return file
    return copy_text(file, work / f"utf8.{number}{file.suffix}", "utf-16")


def copy_text(file: InputFile, target: Path, encoding: str) -> InputFile:
    """Copy `file` to `target` in UTF-8, line ends of any kind as newlines, and return the copy."""
    with (
        opened(file) as source,
        io.TextIOWrapper(source, encoding, newline=None) as lines,
        open(target, "w", encoding="utf-8", newline="\n") as copy,
    ):
        shutil.copyfileobj(lines, copy, HEAD)
    return replace(file, path=str(target))


def opened(file: InputFile) -> BinaryIO:
    """Open a local file, unpacked where it is gzip."""
    if file.compression == "gzip":
        return cast(BinaryIO, gzip.open(file.path, "rb"))
    return open(file.path, "rb")


def _first_bytes(con: duckdb.DuckDBPyConnection, file: InputFile) -> bytes:
    try:
        if file.is_remote or file.compression == "zstd":
            rows = con.execute(f"select line from {lines_of(file)} limit 20").fetchall()
            return "\n".join(row[0] or "" for row in rows).encode()
        with opened(file) as handle:
            return handle.read(HEAD)
    except (OSError, EOFError, zlib.error, duckdb.Error) as error:
        raise Refusal(
            f"{file.source_file}: cannot be unpacked or read ({said_of(file, error)}).",
            "Download it again; it may be cut short.",
        ) from None


def _encoding(file: InputFile, start: bytes) -> str:
    first_line = start.split(b"\n", 1)[0]
    if b"\x00" in first_line:
        raise Refusal(
            f"{file.source_file}: neither text nor Parquet (zero bytes in its first line).",
            "Save it as CSV in UTF-8, or as Parquet.",
        )
    try:
        first_line.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _csv_head(file: InputFile, text: str, encoding: str) -> Head:
    lines = text.lstrip("\r\n").splitlines()
    outside_quotes = "".join(lines[0].split('"')[::2])
    delimiter = max(DELIMITERS, key=lambda mark: (outside_quotes.count(mark), -DELIMITERS.index(mark)))
    header = [title.strip() for title in next(csv.reader(lines, delimiter=delimiter))]
    return Head("csv", [(title, "VARCHAR") for title in header], header, delimiter, encoding)


def _json_head(con: duckdb.DuckDBPyConnection, file: InputFile, start: str) -> Head:
    first = _record(start.lstrip().split("\n", 1)[0])
    if isinstance(first, dict) and not _is_page(first) and not document_table([first]):
        return Head("lines", [(key, "VARCHAR") for key in first])
    outlines = Outlines()
    text = whole_text(con, file)
    try:
        pages = _listed(outlines.read(text))
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        records = [record for record in map(_record, lines) if isinstance(record, dict)]
        if 2 * len(records) <= len(lines):
            raise Refusal(
                f"{file.source_file}: not valid JSON ({error}).", "Download it again; it may be cut short."
            ) from None
        if not all(map(_is_page, records)) and not document_table(records):
            # A record a line, the first of them broken.
            return Head("lines", [(key, "VARCHAR") for key in records[0]])
        pages = [_document(file, outlines, place, line) for place, line in enumerate(lines, start=1)]
    if not any(map(_has_buckets, pages)) and document_table(pages):
        return Head("documents", documents=pages, has_long_numbers=outlines.are_long)
    if not all(isinstance(page, dict) and _is_page(page) for page in pages):
        raise Refusal(
            f"{file.source_file}: not a page of an API response (an object with a list called data), nor"
            " another JSON document read here.",
            "Save the response body as it came.",
        )
    return Head("json", pages=pages, has_long_numbers=outlines.are_long)


def exact_pages(con: duckdb.DuckDBPyConnection, file: InputFile) -> list[Any]:
    """Return the pages of a file in full, numbers that a double cannot hold as texts."""
    text = whole_text(con, file)
    hooks: dict[str, Any] = {"parse_float": exact_number, "parse_int": exact_number}
    try:
        return _listed(json.loads(text, **hooks))
    except ValueError:
        return [json.loads(line, **hooks) for line in text.splitlines() if line.strip()]


def _listed(content: Any) -> list[Any]:
    return content if isinstance(content, list) else [content]


def _document(file: InputFile, outlines: Outlines, place: int, line: str) -> Any:
    try:
        return outlines.read(line)
    except ValueError as error:
        raise Refusal(
            f"{file.source_file}: document {place} is not valid JSON ({error}).",
            "Download it again; it may be cut short.",
        ) from None


def _record(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _has_buckets(page: Any) -> bool:
    """Say whether a page holds buckets: objects with a list of results."""
    return _is_page(page) and any(
        isinstance(bucket, dict) and isinstance(bucket.get("results"), list) for bucket in page["data"]
    )


def _is_page(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("data"), list)
