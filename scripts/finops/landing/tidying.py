"""Lists that people keep: what a spreadsheet or a template puts around the rows is left out before reading.

Left out are lines that begin with `#` and a blank (the template's own words and examples), titles above the
header, blank lines and blank columns at the end. Set aside are total rows and rows with more values than
columns. Every row that is kept knows the line of the file it stands on.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from finops.landing.contracts import Column
from finops.landing.heads import DELIMITERS, Head, opened
from finops.landing.paths import InputFile
from finops.landing.recognising import by_columns
from finops.landing.sources import Source
from finops.landing.written_numbers import readings

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
    "subtotals",
    "sub total",
    "sub-total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
}
TOTAL_OF = re.compile(r"(grand |sub-? ?)?totals?\b|sum (of|for)\b|(gesamt|zwischen)?summe\b", re.IGNORECASE)


@dataclass
class Tidied:
    """A list as it is read: `file` is the copy, its first column LINE; `aside` holds what is no record.

    Each of `aside` is (record number, reason, record as delivered). `warnings` are of records that are kept.
    """

    file: InputFile
    aside: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
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
    tidied = _copy(records, delimiter, replace(file, path=str(work / f"tidy.{number}.csv")))
    if tidied and text[-1:] not in "\r\n" and len(records[-1][1]) < max(len(row) for _, row in records):
        tidied.warnings.append(
            f"line {records[-1][0]} has fewer values than others and the file ends within it: if the file was"
            " cut short, land it whole again"
        )
    return tidied


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
    delivered_header = records[above][1]
    header = _trimmed(delivered_header)
    contract = {column.name.lower(): column for column in source[0].columns(source[1].name)}
    totals = _Totals([contract.get(title.strip().lower()) for title in header])
    body = records[above + 1 :]
    wider = _is_rare(len(delivered_header), body)
    tidied = Tidied(target)
    if above:
        tidied.notes.append(f"{above} line{'s' if above > 1 else ''} above the header left out")
    with open(target.path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=delimiter, lineterminator="\n")
        writer.writerow([LINE, *header])
        for number, (line, delivered) in enumerate(body, start=1):
            values = _trimmed(delivered)
            reason = totals.said_of(values)
            found = len(delivered) if wider and len(delivered) > len(delivered_header) else len(values)
            if reason is None and found > len(header):
                reason = (
                    f"{found} values under {len(header)} columns; a value with a {delimiter!r} stands in"
                    " quotation marks"
                )
            if reason:
                record = delimiter.join(_quoted(value, delimiter) for value in delivered)
                tidied.aside.append((number, f"line {line}: {reason}", record))
                continue
            tidied.rows += 1
            writer.writerow([line, *values, *[""] * (len(header) - len(values))])
    return tidied


def _is_rare(columns: int, body: list[tuple[int, list[str]]]) -> bool:
    """Say whether few records are wider than the header: a spreadsheet widens all of them with blanks."""
    widths = Counter(len(values) > columns for _, values in body)
    return widths[True] < widths[False]


class _Totals:
    """Tells rows that add up others from records. Every row of a list is shown to it, in order.

    A row is a total where a value of it is the word and it has a number or lacks what a record must have, or
    where a value begins with the word and its numbers are the sums of the rows above or since the last total.
    """

    def __init__(self, columns: list[Column | None]) -> None:
        self.must = [place for place, one in enumerate(columns) if one and one.is_mandatory]
        self.numbers = [place for place, one in enumerate(columns) if one and one.kind == "decimal"]
        self.pending: list[list[str]] = []
        self.count, self.count_above = 0, 0
        self.section: dict[int, Decimal] = {}
        self.above: dict[int, Decimal] = {}

    def said_of(self, values: list[str]) -> str | None:
        """Return why these values are a total row, None where they are a record."""
        words = [value.strip().rstrip(":").lower() for value in values]
        if not any(word in TOTALS or TOTAL_OF.match(word) for word in words):
            self.pending.append(values)
            return None
        lacks_one = any(place >= len(words) or not words[place] for place in self.must)
        is_exact = bool(TOTALS.intersection(words))
        if self._adds_up(values, is_exact) or (lacks_one and is_exact):
            return "a total row, not a record"
        if is_exact and any(_number(values, place) for place in self.numbers):
            return (
                "a total row by its name, though not the sum of the rows above; if it is a record, write its"
                " name in full"
            )
        self.pending.append(values)
        return None

    def _adds_up(self, values: list[str], is_exact: bool) -> bool:
        """Say whether the numbers of the row are the sums of rows above it, and begin the next section if so.

        Of a single row above only where the row is called a total and nothing else: two lines may be alike.
        """
        for row in self.pending:
            self.count += 1
            for place in self.numbers:
                self.section[place] = self.section.get(place, Decimal(0)) + _number(row, place)
        self.pending = []
        numbers = {place: number for place in self.numbers if (number := _number(values, place))}
        all_above = {
            place: self.above.get(place, Decimal(0)) + self.section.get(place, Decimal(0))
            for place in self.numbers
        }
        limit = 0 if is_exact else 1
        sums = ((self.count, self.section), (self.count_above + self.count, all_above))
        found = numbers and any(
            count > limit and all(sums_of.get(place) == number for place, number in numbers.items())
            for count, sums_of in sums
        )
        if found:
            self.above, self.section = all_above, {}
            self.count_above, self.count = self.count_above + self.count, 0
        return bool(found)


def _number(values: list[str], place: int) -> Decimal:
    """Return the number at `place` as it is most likely meant, zero where there is none."""
    found = readings(values[place]) if place < len(values) else []
    return Decimal(found[0]) if found else Decimal(0)


def _trimmed(values: list[str]) -> list[str]:
    """Return the values without blank ones at the end."""
    last = max((number for number, value in enumerate(values) if value.strip()), default=-1)
    return values[: last + 1]


def _quoted(value: str, delimiter: str) -> str:
    is_special = any(mark in value for mark in (delimiter, '"', "\n", "\r"))
    return '"' + value.replace('"', '""') + '"' if is_special else value
