"""Prometheus text exposition: one record per sample, its labels as columns.

A sample is `name{label="value",...} value [time]`; lines that begin with # are comments. A file may hold
one scrape or many, one after the other. A sample without a time of its own takes that of the file's name,
else the one the person gave; when a file was last written says nothing about when it was scraped.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import duckdb

from finops.landing.paths import InputFile
from finops.landing.report import Refusal
from finops.landing.sql import name, quote

SAMPLE_COLUMNS = ("metric_name", "sample_value", "sample_time")
_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r'([a-zA-Z_][a-zA-Z0-9_.]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"'
_LABELS = r'(?:[^"}]|"(?:[^"\\]|\\.)*")*'
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[Ii]nf|NaN|nan)"
_TIME = r"(?:[ \t]+(-?[0-9]+(?:\.[0-9]+)?))?"
SAMPLE = rf"^({_NAME})[ \t]*(?:\{{({_LABELS})\}})?[ \t]+({_NUMBER}){_TIME}(?:[ \t]+#.*)?$"
# Times below this are seconds, as OpenMetrics writes them; above, milliseconds.
SECONDS_BELOW = 100_000_000_000
_MOMENT = re.compile(r"(?<![0-9])(20\d\d)-?(\d\d)-?(\d\d)[T_ -]?(\d\d)[:_-]?(\d\d)(?:[:_-]?(\d\d))?(?![0-9])")
_EPOCH = re.compile(r"(?<![0-9])(1\d{9})(?:\d{3})?(?![0-9])")


def is_exposition(text: str) -> bool:
    """Say whether the start of a text file is that of an exposition: a comment of its kind or a sample."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return re.match(r"# (HELP|TYPE|UNIT) ", first) is not None or re.match(SAMPLE, first) is not None


def head_columns(text: str) -> list[str]:
    """Return the columns the samples of `text` have, and the first two words of each metric's name.

    The words are what tells exporters apart: DCGM_FI is NVIDIA's.
    """
    found = dict.fromkeys(SAMPLE_COLUMNS)
    for line in text.splitlines():
        sample = re.match(SAMPLE, line.strip())
        if sample:
            found["_".join(sample[1].split("_")[:2])] = None
            found.update(dict.fromkeys(key for key, _ in re.findall(_LABEL, sample[2] or "")))
    return list(found)


def moment_of_name(source_file: str) -> str | None:
    """Return the moment that a file's name states, as UTC text: date, hour and minute, or epoch seconds."""
    label = source_file.rsplit("/", 1)[-1]
    stated = _MOMENT.search(label)
    try:
        if stated:
            year, month, day, hour, minute, second = (int(part or 0) for part in stated.groups())
            moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        elif epoch := _EPOCH.search(label):
            moment = datetime.fromtimestamp(int(epoch[1]), UTC)
        else:
            return None
    except ValueError:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def sample_lines(chunks: Iterable[bytes]) -> int:
    """Count the lines that are neither blank nor a comment, without the parser that reads them."""
    samples, rest = 0, b""
    for chunk in chunks:
        *complete, rest = (rest + chunk).split(b"\n")
        samples += sum(1 for line in complete if line.strip() and not line.lstrip().startswith(b"#"))
    return samples + bool(rest.strip() and not rest.lstrip().startswith(b"#"))


def stage(con: duckdb.DuckDBPyConnection, number: int, file: InputFile, lines: str, target: str) -> list[str]:
    """Write the samples of `lines` (a relation with `line`) to the Parquet file `target`; return its columns.

    What is no sample goes to table `broken`. Raises Refusal where nothing says when a sample was taken.
    """
    con.execute("set preserve_insertion_order = true")
    con.execute(
        "create or replace temp table exposition as"
        " select line, row_number() over () as _source_row,"
        f" regexp_matches(line, {quote(SAMPLE)}) as is_sample, {_group(1)} as metric_name,"
        f" {_group(2)} as labels, {_group(3)} as sample_value, {_group(4)} as stated_time,"
        f" regexp_extract_all({_group(2)}, {quote(_LABEL)}, 1) as label_names,"
        f" regexp_extract_all({_group(2)}, {quote(_LABEL)}, 2) as label_values"
        f" from (select trim(line, ' ' || chr(9) || chr(13)) as line from {lines})"
        " where line <> '' and line not like '#%'"
    )
    _refuse_untimed(con, file)
    con.execute(
        "insert into broken select ?, _source_row, null, 'not a sample (name{labels} value time)', line"
        " from exposition where not is_sample",
        [number],
    )
    found = con.execute(
        "select distinct unnest(label_names) as label from exposition where is_sample order by label"
    ).fetchall()
    columns = {label: _landed_name(label) for (label,) in found}
    labels = "".join(f", {_label_value(label)} as {name(column)}" for label, column in columns.items())
    con.execute(
        f"copy (select metric_name, sample_value, {_time(file)} as sample_time{labels}, _source_row"
        f" from exposition where is_sample) to {quote(target)} (format parquet)"
    )
    con.execute("drop table exposition; set preserve_insertion_order = false")
    return [*SAMPLE_COLUMNS, *columns.values()]


def _group(number: int) -> str:
    return f"regexp_extract(line, {quote(SAMPLE)}, {number})"


def _landed_name(label: str) -> str:
    is_taken = label in SAMPLE_COLUMNS or label.startswith("_")
    return f"label_{label}" if is_taken else label


def _label_value(label: str) -> str:
    """Return the value of a label with its escapes undone; NULL where the sample has no such label."""
    value = f"label_values[list_position(label_names, {quote(label)})]"
    undone = f"replace(replace({value}, '\\\\', chr(1)), '\\\"', '\"')"
    return f"replace(replace({undone}, '\\n', chr(10)), chr(1), '\\')"


def _time(file: InputFile) -> str:
    stated = "try_cast(stated_time as decimal(20, 6))"
    unit = f"case when abs({stated}) < {SECONDS_BELOW} then 1000000 else 1000 end"
    micros = f"cast(round({stated} * {unit}) as bigint)"
    text = f"strftime(make_timestamp({micros}), '%Y-%m-%dT%H:%M:%S.%fZ')"
    otherwise = quote(file.scraped_at) if file.scraped_at else "null"
    return f"case when stated_time <> '' then {text} else {otherwise} end"


def _refuse_untimed(con: duckdb.DuckDBPyConnection, file: InputFile) -> None:
    untimed = "is_sample and stated_time = ''"
    row = con.execute(
        f"select count(*), count(*) - count(distinct (metric_name, labels)) from exposition where {untimed}"
    ).fetchone()
    count, repeated = row or (0, 0)
    if count and not file.scraped_at:
        raise Refusal(
            f"{file.source_file}: {count:,} samples have no time of their own, and the file's name has none.",
            "Put the time of the scrape into the name (such as dcgm_20260930T120000Z.prom), or give it with"
            " --delivered-at; when the file was last written says nothing.",
        )
    if repeated:
        raise Refusal(
            f"{file.source_file}: it holds several scrapes, and {count:,} samples have no time of their own,"
            " so they cannot be told apart.",
            "Save each scrape to a file of its own with its time in the name, or export with times.",
        )
