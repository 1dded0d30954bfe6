"""Lists that people keep: what a spreadsheet or a template puts around the rows is left out before reading.

Left out are lines that begin with `#` and a blank (the template's own words and examples), titles above the
header, blank lines and blank columns at the end. Set aside are total rows and rows with more values than
columns. Every row that is kept knows the line of the file it stands on.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from finops.landing.heads import DELIMITERS, Head, opened
from finops.landing.paths import InputFile
from finops.landing.recognising import by_columns
from finops.landing.sources import Source

LARGEST = 64 << 20
LOOKED_AT = 64 << 10
LINES_ABOVE = 30
BOM = "\ufeff"
LINE = "_quarantine_line"
TOTALS = {
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
}


@dataclass
class Tidied:
    """A list as it is read: `file` is the copy, its first column LINE; `aside` holds what is no record.

    Each of `aside` is (record number, reason, record as delivered).
    """

    file: InputFile
    aside: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0

    def own_columns(self, head: Head) -> Head:
        """Return the head without the column LINE."""
        return replace(head, header=head.header[1:], columns=head.columns[1:])


def is_comment(first_value: str) -> bool:
    """Say whether a line that begins with this value is a comment: `#` and a blank, or `#` alone."""
    text = first_value.lstrip()
    return text[:1] == "#" and (len(text) == 1 or text[1].isspace())


def has_no_rows(path: Path) -> bool:
    """Say whether a list holds no more than its header and comments; not so where it is no UTF-8."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeError:
        return False
    return sum(bool(line.strip(BOM + ",;\t ")) and not is_comment(line) for line in lines) <= 1


def tidy(file: InputFile, number: int, work: Path, asked: Source | None) -> Tidied | None:
    """Return the tidied copy of a list that has a template, None for any other file.

    None too where the file is no UTF-8 or has a quotation mark that is never closed: the reader says so.
    """
    is_other = file.suffix in (".parquet", ".json", ".jsonl", ".ndjson") or file.compression == "zstd"
    if file.is_remote or is_other or file.bytes > LARGEST or (asked is not None and not asked.is_template):
        return None
    try:
        with opened(file) as handle:
            start = handle.read(LOOKED_AT)
            delimiter = _delimiter(start.decode("utf-8", "ignore").removeprefix(BOM))
            if delimiter is None:
                return None
            text = (start + handle.read()).decode("utf-8").removeprefix(BOM)
        records = list(_records(text, delimiter))
    except (OSError, EOFError, UnicodeError, csv.Error):
        return None
    return _copy(records, delimiter, replace(file, path=str(work / f"tidy.{number}.csv")))


def _delimiter(start: str) -> str | None:
    """Return the delimiter under which one of the first lines is the header of a template."""
    for delimiter in DELIMITERS:
        try:
            for number, (_, values) in enumerate(_records(start, delimiter, is_strict=False)):
                found = by_columns([value.strip() for value in values], "csv")
                if found:
                    return delimiter if found[0].is_template else None
                if number > LINES_ABOVE:
                    break
        except csv.Error:
            continue
    return None


def _records(text: str, delimiter: str, is_strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, values) of each record that is neither blank nor a comment."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=is_strict)
    line = 1
    for values in reader:
        if any(value.strip() for value in values) and not is_comment(values[0]):
            yield line, values
        line = reader.line_num + 1


def _copy(records: list[tuple[int, list[str]]], delimiter: str, target: InputFile) -> Tidied | None:
    headers = (
        (number, by_columns([one.strip() for one in row], "csv")) for number, (_, row) in enumerate(records)
    )
    above, source = next(((number, found) for number, found in headers if found), (0, None))
    if source is None:
        return None
    header = _trimmed(records[above][1])
    contract = source[0].columns(source[1].name)
    mandatory = {column.name.lower() for column in contract if column.is_mandatory}
    must = [number for number, title in enumerate(header) if title.strip().lower() in mandatory]
    tidied = Tidied(target)
    if above:
        tidied.notes.append(f"{above} line{'s' if above > 1 else ''} above the header left out")
    with open(target.path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=delimiter, lineterminator="\n")
        writer.writerow([LINE, *header])
        for number, (line, delivered) in enumerate(records[above + 1 :], start=1):
            values = _trimmed(delivered)
            reason = _fault(values, len(header), must)
            if reason:
                record = delimiter.join(_quoted(value, delimiter) for value in delivered)
                tidied.aside.append((number, f"line {line}: {reason}", record))
                continue
            tidied.rows += 1
            writer.writerow([line, *values, *[""] * (len(header) - len(values))])
    return tidied


def _trimmed(values: list[str]) -> list[str]:
    """Return the values without blank ones at the end."""
    last = max((number for number, value in enumerate(values) if value.strip()), default=-1)
    return values[: last + 1]


def _fault(values: list[str], columns: int, mandatory: list[int]) -> str | None:
    """Return why these values are no record of the list, None where they are one."""
    words = {value.strip().rstrip(":").lower() for value in values}
    lacks_one = any(number >= len(values) or not values[number].strip() for number in mandatory)
    if words & TOTALS and lacks_one:
        return "a total row, not a record"
    if len(values) > columns:
        return f"{len(values)} values under {columns} columns"
    return None


def _quoted(value: str, delimiter: str) -> str:
    is_special = any(mark in value for mark in (delimiter, '"', "\n", "\r"))
    return '"' + value.replace('"', '""') + '"' if is_special else value
