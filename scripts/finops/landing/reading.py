"""Readers: each turns one file into a SQL relation of its records and sets aside what cannot be read.

The result is the same for every format: delivered columns (and `_source_row`), the number of records by an
independent count, and the broken records in table `broken`.
"""

import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from finops.landing import counting, exposition
from finops.landing.heads import Head, copy_text, lines_of, parquet_columns
from finops.landing.paths import InputFile
from finops.landing.recognising import Recognised, duplicated
from finops.landing.report import Refusal
from finops.landing.sql import glob_free, is_blank, json_texts, list_columns, name, quote
from finops.landing.tidying import LINE, Tidied

ORDERED_UP_TO = 64 << 20
RESERVED = "_quarantine_"
LANDED_COLUMNS = ("_delivery_id", "_source_file", "_content_hash", "_source_row", "_loaded_at")
ENCODING_TROUBLE_SHARE = 0.01


@dataclass
class Reading:
    """One file, read. `relation` selects `columns` (name, DuckDB type) and `_source_row`.

    `header` is the header line of a CSV file as delivered. With `has_lines` the relation holds the line of
    each record too, as `_quarantine_line`.
    """

    number: int
    file: InputFile
    recognised: Recognised
    kind: str
    relation: str
    columns: list[tuple[str, str]]
    rows_in_file: int
    broken: int = 0
    delimiter: str | None = None
    with_commas: list[str] = field(default_factory=list)
    days: list[str] | None = None
    grouping: str | None = None
    format: str = "csv"
    header: str | None = None
    is_mapped: bool = False
    has_lines: bool = False
    is_dataset_told: bool = True
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    staged: Path | None = None


def connect(work: Path) -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB that spills to `work`, with the table of broken records."""
    con = duckdb.connect(config={"temp_directory": str(work / "spill")})
    con.execute("set timezone = 'UTC'; set preserve_insertion_order = false; set enable_progress_bar = false")
    con.execute(
        "create table broken (file_number integer, source_row bigint, column_name varchar, reason varchar,"
        " record varchar)"
    )
    return con


def read(
    con: duckdb.DuckDBPyConnection,
    number: int,
    file: InputFile,
    head: Head,
    recognised: Recognised,
    work: Path,
) -> Reading:
    """Read a CSV, Parquet, JSON-lines or exposition file.

    Raises Refusal when its records cannot be told apart.
    """
    if head.format == "parquet":
        return _read_parquet(con, number, file, head, recognised)
    staged = work / f"read.{number}.parquet"
    if head.format == "prometheus":
        return _read_exposition(con, number, file, recognised, staged)
    if head.format == "lines":
        reading = _read_lines(con, number, file, recognised, staged)
    else:
        reading = _read_csv(con, number, file, head, recognised, staged)
    _say_if_cut_short(con, reading)
    return reading


def _say_if_cut_short(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Add to the reason of a broken last record that the file ends within its line, where it does."""
    file = reading.file
    if not reading.broken or file.is_remote or file.compression != "none" or not file.bytes:
        return
    with open(file.path, "rb") as handle:
        handle.seek(-1, os.SEEK_END)
        if handle.read(1) in (b"\n", b"\r"):
            return
    con.execute(
        "update broken set reason = reason || '; the file ends within this line, so it may be cut short'"
        " where file_number = ? and source_row = ?",
        [reading.number, reading.rows_in_file],
    )


def _read_parquet(
    con: duckdb.DuckDBPyConnection, number: int, file: InputFile, head: Head, recognised: Recognised
) -> Reading:
    path = quote(file.path) if file.is_remote else glob_free(file.path)
    if file.is_remote:
        # The footer of a remote file is DuckDB's to read: this count is not independent.
        row = con.execute(f"select sum(num_rows) from parquet_file_metadata({path})").fetchone()
        rows = int(row[0]) if row and row[0] is not None else 0
    else:
        try:
            rows = counting.parquet_rows(file.path)
        except (ValueError, IndexError) as error:
            raise Refusal(f"{file.source_file}: {error}.", "Export it again.") from None
    # The head may tell the names in the contract's spelling; the file knows only its own.
    delivered = [column for column, _ in parquet_columns(con, file)]
    selected = ", ".join(
        f"{name(own)} as {name(kept_name(column))}"
        for own, (column, _) in zip(delivered, head.columns, strict=True)
    )
    columns = [(kept_name(column), type_name) for column, type_name in head.columns]
    # DuckDB gives no row number where a column already has its name.
    has_numbers = all(column.lower() != "file_row_number" for column, _ in head.columns)
    row_number = "file_row_number + 1" if has_numbers else "cast(null as bigint)"
    relation = (
        f"select {selected}, {row_number} as _source_row"
        f" from read_parquet({path}, file_row_number = {str(has_numbers).lower()},"
        " hive_partitioning = false)"
    )
    return Reading(number, file, recognised, "typed", relation, columns, rows)


def kept_name(column: str) -> str:
    """Return the name a delivered column lands under: its own, unless it is one of ours."""
    if column.startswith(RESERVED):
        return f"delivered{column}"
    return f"{column}_delivered" if column in LANDED_COLUMNS else column


def _read_lines(
    con: duckdb.DuckDBPyConnection, number: int, file: InputFile, recognised: Recognised, staged: Path
) -> Reading:
    is_ordered = file.bytes <= ORDERED_UP_TO
    row_number = "row_number() over ()" if is_ordered else "cast(null as bigint)"
    lines = (
        f"(select line, {row_number} as _source_row from {lines_of(file, parallel=not is_ordered)}"
        " where trim(line) <> '')"
    )
    valid = "coalesce(case when json_valid(line) then json_type(line) end = 'OBJECT', false)"
    found = con.execute(
        f"select key, count(*) from (select unnest(json_keys(case when {valid} then line end)) as key"
        f" from {lines}) group by key order by min(key)"
    ).fetchall()
    order = [column.name for column in recognised.source.columns(recognised.table.name)]
    keys = sorted(
        (row[0] for row in found), key=lambda key: (key not in order, order.index(key) if key in order else 0)
    )
    names = _unique(keys)
    fields = list_columns("members", names).removeprefix(", ")
    con.execute(
        f"copy (select {fields or 'null as nothing'}, _source_row from"
        f" (select {json_texts('line', [(key,) for key in keys])} as members, _source_row from {lines}"
        f" where {valid})) to {quote(str(staged))} (format parquet)"
    )
    con.execute(
        "insert into broken select ?, source_row, null, 'not a JSON object', line from"
        f" (select line, row_number() over () as source_row from {lines_of(file, parallel=False)}"
        f" where trim(line) <> '') where not ({valid})",
        [number],
    )
    broken = _broken(con, number)
    rows = counting.text_lines(_chunks(con, file, "utf-8"))
    reading = _staged(number, file, recognised, staged, names, rows, broken)
    _settle(con, reading)
    return reading


def _read_exposition(
    con: duckdb.DuckDBPyConnection, number: int, file: InputFile, recognised: Recognised, staged: Path
) -> Reading:
    names = exposition.stage(con, number, file, lines_of(file, parallel=False), str(staged))
    rows = exposition.sample_lines(_chunks(con, file, "utf-8"))
    reading = _staged(number, file, recognised, staged, names, rows, _broken(con, number))
    _settle(con, reading)
    return reading


def with_lines(con: duckdb.DuckDBPyConnection, reading: Reading, tidied: Tidied) -> None:
    """Keep the line of each record beside its columns, and set aside what was found to be no record."""
    assert reading.staged is not None
    delivered = reading.columns.pop(0)[0]
    reading.relation = (
        f"select * exclude ({name(delivered)}), try_cast({name(delivered)} as bigint) as {LINE}"
        f" from ({reading.relation})"
    )
    reading.has_lines = True
    reading.notes += tidied.notes
    reading.warnings += tidied.warnings
    if tidied.aside:
        con.executemany(
            "insert into broken values (?, ?, null, ?, ?)", [(reading.number, *one) for one in tidied.aside]
        )
        _shift_row_numbers(con, reading.number, reading.staged)
        reading.broken += len(tidied.aside)
        reading.rows_in_file += len(tidied.aside)


def _staged(
    number: int,
    file: InputFile,
    recognised: Recognised,
    staged: Path,
    names: list[str],
    rows: int,
    broken: int,
) -> Reading:
    columns = [(column, "VARCHAR") for column in names]
    relation = f"select * from read_parquet({glob_free(str(staged))})"
    return Reading(number, file, recognised, "text", relation, columns, rows, broken, staged=staged)


def _broken(con: duckdb.DuckDBPyConnection, number: int) -> int:
    row = con.execute("select count(*) from broken where file_number = ?", [number]).fetchone()
    return row[0] if row else 0


def _rows(con: duckdb.DuckDBPyConnection, reading: Reading) -> int:
    row = con.execute(f"select count(*) from ({reading.relation})").fetchone()
    return row[0] if row else 0


def _settle(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Raise Refusal unless every record counted in the file was either read or set aside."""
    read_rows = _rows(con, reading)
    if read_rows + reading.broken != reading.rows_in_file:
        raise Refusal(
            f"{reading.file.source_file}: {reading.rows_in_file} records counted in the file, but"
            f" {read_rows} read"
            f" and {reading.broken} set aside as broken.",
            "Look for a quotation mark that is opened and never closed, then export again.",
        )


def _chunks(con: duckdb.DuckDBPyConnection, file: InputFile, encoding: str) -> Iterator[bytes]:
    if not file.is_remote and file.compression != "zstd":
        try:
            yield from counting.file_chunks(file.path, file.compression, encoding)
        except (EOFError, OSError, UnicodeError, zlib.error) as error:
            raise Refusal(
                f"{file.source_file}: cannot be unpacked to its end ({error}).",
                "Download it again; it is cut short or damaged.",
            ) from None
        return
    # Python cannot unpack or fetch these; DuckDB hands over the lines, the counting stays ours.
    cursor = con.cursor().execute(f"select line from {lines_of(file, parallel=False)}")
    while batch := cursor.fetchmany(20_000):
        yield ("\n".join(row[0] or "" for row in batch) + "\n").encode()


def _unique_names(file: InputFile, head: Head, recognised: Recognised) -> list[str]:
    """Return a name per column: blank ones numbered, repeated ones suffixed.

    Refuses repeated contract columns.
    """
    known = {column.name.lower() for column in recognised.source.columns(recognised.table.name)}
    doubled = [column for column in duplicated(head.header) if column.lower() in known]
    if doubled:
        raise Refusal(
            f"{file.source_file}: column {', '.join(doubled)} stands in the header twice.",
            "Remove one of the two and land the file again.",
        )
    return _unique([title or f"column_{position}" for position, title in enumerate(head.header, start=1)])


def _unique(titles: list[str]) -> list[str]:
    """Return the name each title lands under, letter case aside no two alike."""
    taken: set[str] = set()
    names = []
    for title in titles:
        candidate = kept_name(title)
        unique, suffix = candidate, 1
        while unique.lower() in taken:
            unique, suffix = f"{candidate}_{suffix}", suffix + 1
        taken.add(unique.lower())
        names.append(unique)
    return names


def _read_csv(
    con: duckdb.DuckDBPyConnection,
    number: int,
    file: InputFile,
    head: Head,
    recognised: Recognised,
    staged: Path,
) -> Reading:
    names = _unique_names(file, head, recognised)
    origin, is_ordered = file, file.bytes <= ORDERED_UP_TO
    counters: list[Callable[[], int]] = [
        lambda: counting.csv_records(_chunks(con, origin, head.encoding)) - 1,
        lambda: counting.csv_records_by_parser(_chunks(con, origin, head.encoding), head.delimiter) - 1,
    ]
    counted = [counters[0]()]
    for attempt, parallel in enumerate((True, False)):
        con.execute("delete from broken where file_number = ?", [number])
        try:
            _stage_csv(con, number, file, head, names, staged, is_ordered, parallel)
        except duckdb.InvalidInputException as error:
            # The strict parser does not take line ends of two kinds in one file.
            if "state machine" not in str(error) or file is not origin or file.is_remote:
                raise
            file = copy_text(file, staged.with_suffix(".csv"), head.encoding)
            head = replace(head, encoding="utf-8")
            _stage_csv(con, number, file, head, names, staged, is_ordered, parallel)
        reading = _staged(number, origin, recognised, staged, names, counted[0], _broken(con, number))
        reading.delimiter = head.delimiter
        total = _rows(con, reading) + reading.broken
        if attempt == 0 and total != counted[0]:
            counted.append(counters[1]())
        if total in counted and not _swallowed(con, number):
            reading.rows_in_file = total
            _fail_on_encoding(con, reading)
            return reading
    return _read_csv_by_line(con, number, origin, head, recognised, names, staged)


def _stage_csv(
    con: duckdb.DuckDBPyConnection,
    number: int,
    file: InputFile,
    head: Head,
    names: list[str],
    staged: Path,
    is_ordered: bool,
    parallel: bool,
) -> None:
    """Write the readable records of a CSV to `staged`, the others to table `broken`."""
    path = quote(file.path) if file.is_remote else glob_free(file.path)
    compression = "" if file.is_remote else f", compression = '{file.compression}'"
    columns = ", ".join(f"{quote(column)}: 'VARCHAR'" for column in names)
    row_number = "row_number() over ()" if is_ordered else "cast(null as bigint)"
    kept = ", ".join(map(name, names))
    con.execute(f"set preserve_insertion_order = {str(is_ordered).lower()}")
    con.execute("drop table if exists csv_errors; drop table if exists csv_scans")
    con.execute(
        f"copy (select {kept}, {row_number} as _source_row from read_csv({path},"
        f" delim = {quote(head.delimiter)}, quote = '\"', escape = '\"', header = true,"
        f" auto_detect = false, columns = {{{columns}}}, nullstr = '', encoding = '{head.encoding}',"
        f" max_line_size = 16000000, buffer_size = 64000000, strict_mode = true,"
        f" store_rejects = true, rejects_table = 'csv_errors', rejects_scan = 'csv_scans',"
        f" parallel = {str(parallel).lower()}{compression})) to {quote(str(staged))} (format parquet)"
    )
    con.execute(
        "insert into broken select ?, line - 1, column_name, lower(error_type) || ': ' ||"
        " error_message, csv_line"
        " from (select line, min(column_name) as column_name, min(error_type) as error_type,"
        " min(split_part(error_message, chr(10), 1)) as error_message, min(csv_line) as csv_line"
        " from csv_errors group by line, line_byte_position)",
        [number],
    )
    if is_ordered and _broken(con, number):
        _shift_row_numbers(con, number, staged)
    con.execute("set preserve_insertion_order = false")


def _shift_row_numbers(con: duckdb.DuckDBPyConnection, number: int, staged: Path) -> None:
    """Make `_source_row` the record number within the file where broken records lie between."""
    shifted = staged.with_suffix(".shifted.parquet")
    con.execute(
        "copy (with gaps as (select source_row - row_number() over (order by source_row) as read_before,"
        " row_number() over (order by source_row) as gap from broken where file_number = ?)"
        " select rows.* exclude (_source_row), rows._source_row + coalesce(gaps.gap, 0) as _source_row"
        f" from read_parquet({glob_free(str(staged))}) as rows"
        " asof left join (select read_before, max(gap) as gap from gaps group by read_before) as gaps"
        " on rows._source_row > gaps.read_before)"
        f" to {quote(str(shifted))} (format parquet)",
        [number],
    )
    os.replace(shifted, staged)


def _swallowed(con: duckdb.DuckDBPyConnection, number: int) -> bool:
    """Say whether a broken record runs over several lines: an unclosed quote then hides good ones."""
    row = con.execute(
        "select count(*) from broken where file_number = ? and strpos(trim(record, chr(10) || chr(13)),"
        " chr(10)) > 0",
        [number],
    ).fetchone()
    return bool(row and row[0])


def _read_csv_by_line(
    con: duckdb.DuckDBPyConnection,
    number: int,
    file: InputFile,
    head: Head,
    recognised: Recognised,
    names: list[str],
    staged: Path,
) -> Reading:
    """Read a CSV in which a quote is opened and never closed: each line is then a record of its own.

    Lines with an odd number of quotes are set aside. So are the lines of fields that rightly run over several
    lines, which is why this is the last resort.
    """
    con.execute("delete from broken where file_number = ?", [number])
    odd = "(length(line) - length(replace(line, '\"', ''))) % 2 = 1"
    lines = (
        f"(select line, row_number() over () - 1 as source_row from {lines_of(file, parallel=False)}"
        " where trim(line, ' ' || chr(13)) <> '')"
    )
    clean = staged.with_suffix(".csv")
    con.execute("set preserve_insertion_order = true")
    con.execute(
        f"copy (select rtrim(line, chr(13)) from {lines} where not {odd}) to {quote(str(clean))}"
        " (format csv, header false, delimiter '\x01', quote '', escape '')"
    )
    con.execute(
        f"insert into broken select ?, source_row, null, 'a quotation mark is opened and never closed', line"
        f" from {lines} where {odd}",
        [number],
    )
    plain = InputFile(str(clean), file.source_file, bytes=file.bytes)
    set_aside = con.execute("select * from broken where file_number = ?", [number]).fetchall()
    plain_head = Head("csv", head.columns, head.header, head.delimiter)
    _stage_csv(con, number, plain, plain_head, names, staged, is_ordered=False, parallel=False)
    clean.unlink()
    rows = counting.text_lines(_chunks(con, file, head.encoding)) - 1
    reading = _staged(number, file, recognised, staged, names, rows, _broken(con, number))
    reading.delimiter = head.delimiter
    reading.notes.append(f"read line by line: {len(set_aside)} lines with an unclosed quote set aside")
    _settle(con, reading)
    _fail_on_encoding(con, reading)
    return reading


def _fail_on_encoding(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    row = con.execute(
        "select count(*) from broken where file_number = ? and reason like 'invalid encoding%'",
        [reading.number],
    ).fetchone()
    unreadable = row[0] if row else 0
    if unreadable > 1 and unreadable > reading.rows_in_file * ENCODING_TROUBLE_SHARE:
        raise Refusal(
            f"{reading.file.source_file}: {unreadable} of {reading.rows_in_file} records are not UTF-8.",
            "Save it in UTF-8 (a spreadsheet calls it CSV UTF-8) and land it again.",
        )


def settle_decimal_mark(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Turn decimal commas into points, or leave out commas between thousands, where a file is consistent.

    Consistent means for decimal commas: some number has a comma and not three digits after it (or the
    delimiter is not a comma), and none has a point as its last mark. For commas between thousands, in lists
    that people fill in: some number has both marks, the point last, and none has a decimal comma.
    """
    kinds = {
        column.name.lower(): column.kind
        for column in reading.recognised.source.columns(reading.recognised.table.name)
    }
    numbers = [column for column, _ in reading.columns if kinds.get(column.lower()) == "decimal"]
    if reading.kind != "text" or not numbers:
        return
    values = " union all ".join(
        f"select trim({name(column)}) as value from ({reading.relation}) where {name(column)} like '%,%'"
        f" or {name(column)} like '%.%'"
        for column in numbers
    )
    comma = "regexp_full_match(value, '[+-]?([0-9]+|[0-9]{1,3}([. ][0-9]{3})+),[0-9]+')"
    thousands = "regexp_full_match(value, '[+-]?[0-9]{1,3}(,[0-9]{3})+')"
    row = con.execute(
        f"select count(*) filter ({comma}),"
        f" count(*) filter ({comma} and not {thousands}),"
        " count(*) filter (regexp_full_match(value, '.*[0-9]\\.[0-9]+([eE][+-]?[0-9]+)?')"
        " and not regexp_full_match(value, '[+-]?[0-9]{1,3}(\\.[0-9]{3})+')),"
        " count(*) filter (regexp_full_match(value, '[+-]?[0-9]{1,3}(,[0-9]{3})+\\.[0-9]+')),"
        f" min(value) filter ({comma})"
        f" from ({values})"
    ).fetchone()
    assert row is not None
    commas, certain, points, with_thousands, example = row
    if reading.has_lines and with_thousands and not certain:
        _rewrite(reading, numbers, "[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?", "replace({}, ',', '')")
        return
    if not commas or points or (not certain and reading.delimiter == ","):
        return
    without_thousands = "replace(replace({}, '.', ''), ' ', '')"
    _rewrite(reading, numbers, "[+-]?[0-9][0-9. ]*(,[0-9]+)?", f"replace({without_thousands}, ',', '.')")
    reading.with_commas = numbers
    if reading.has_lines:
        reading.notes.append(f"the comma is the decimal mark of its numbers, as in {example}")


def _rewrite(reading: Reading, numbers: list[str], pattern: str, rewritten: str) -> None:
    """Have the numbers of these columns that match `pattern` read as `rewritten`."""
    replaced = ", ".join(
        f"case when {is_blank(name(column), 'VARCHAR')} or not regexp_full_match(trim({name(column)}),"
        f" '{pattern}') then {name(column)} else {rewritten.format(f'trim({name(column)})')} end as"
        f" {name(column)}"
        for column in numbers
    )
    reading.relation = f"select * replace ({replaced}) from ({reading.relation})"


def kinds_of_text(reading: Reading) -> dict[str, str]:
    """Return the contract's kind of each column that a Parquet file has as text and the contract does not.

    Their values are judged by that kind: what cannot be read as it goes to quarantine.
    """
    if reading.kind != "typed":
        return {}
    kinds = {
        column.name.lower(): column.kind
        for column in reading.recognised.source.columns(reading.recognised.table.name)
        if column.kind in ("decimal", "timestamp")
    }
    return {
        column: kinds[column.lower()]
        for column, type_name in reading.columns
        if type_name == "VARCHAR" and column.lower() in kinds
    }
