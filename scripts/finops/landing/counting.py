"""Counting records without DuckDB, so that no row is lost by the reader and the check alike."""

import codecs
import csv
import gzip
import io
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

CHUNK = 1 << 20


def file_chunks(path: str, compression: str, encoding: str = "utf-8") -> Iterator[bytes]:
    """Yield the bytes of a plain or gzip file as UTF-8. Raises EOFError or OSError for a broken archive."""
    opener = gzip.open if compression == "gzip" else open
    with opener(path, "rb") as handle:
        if encoding in ("utf-8", "latin-1"):
            while chunk := handle.read(CHUNK):
                yield chunk
            return
        decoder = codecs.getincrementaldecoder(encoding)()
        while chunk := handle.read(CHUNK):
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")


def csv_records(chunks: Iterable[bytes]) -> int:
    """Count CSV records, the header included, blank lines left out.

    Works on whole chunks: what lies outside quotes is every second piece of a split on the quote character.
    """
    records = 0
    in_quotes = False
    at_line_start = True
    only_carriage_returns: bool | None = None
    for number, original in enumerate(chunks):
        chunk = original.removeprefix(codecs.BOM_UTF8) if number == 0 else original
        if only_carriage_returns is None:
            only_carriage_returns = b"\r" in chunk and b"\n" not in chunk
        chunk = chunk.replace(b"\r", b"\n" if only_carriage_returns else b"")
        if not chunk:
            continue
        pieces = chunk.split(b'"')
        # An x stands where a quoted stretch was, so that a line of quoted fields does not look blank.
        outside = (b"x" + b"x".join(pieces[1::2])) if in_quotes else b"x".join(pieces[0::2])
        if len(pieces) > 1 and not len(pieces) % 2:
            in_quotes = not in_quotes
            outside += b"x" if in_quotes else b""
        records += outside.count(b"\n")
        if b"\n\n" in outside or (at_line_start and outside[:1] == b"\n"):
            lines = (b"\n" if at_line_start else b"x") + outside
            records -= lines.count(b"\n") - len(re.findall(rb"\n+", lines))
        at_line_start = outside[-1:] == b"\n" if outside else at_line_start
    return records + (not at_line_start)


def csv_records_by_parser(chunks: Iterable[bytes], delimiter: str) -> int:
    """Count CSV records with Python's own parser: slower, and right where a stray quote stands in a field."""
    csv.field_size_limit(1 << 30)
    text = io.TextIOWrapper(_Stream(chunks), encoding="utf-8-sig", errors="replace", newline="")
    return sum(1 for record in csv.reader(text, delimiter=delimiter) if record)


def text_lines(chunks: Iterable[bytes]) -> int:
    """Count lines that are not blank."""
    lines = 0
    rest = b""
    for chunk in chunks:
        *complete, rest = (rest + chunk).split(b"\n")
        lines += sum(map(bool, map(bytes.strip, complete)))
    return lines + bool(rest.strip())


def parquet_rows(path: str) -> int:
    """Return the number of rows a Parquet footer states.

    Raises ValueError when the file has no such footer.
    """
    with open(path, "rb") as handle:
        size = Path(path).stat().st_size
        if size < 12 or handle.read(4) != b"PAR1":
            raise ValueError("no Parquet header")
        handle.seek(size - 8)
        length, magic = struct.unpack("<I4s", handle.read(8))
        if magic != b"PAR1" or length > size - 12:
            raise ValueError("no Parquet footer: the file is cut short")
        handle.seek(size - 8 - length)
        return _Footer(handle.read(length)).number_of_rows()


class _Footer:
    """Just enough of Thrift's compact protocol to find field 3 (num_rows) of a Parquet footer."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def number_of_rows(self) -> int:
        field = 0
        while kind := self._byte():
            field = field + (kind >> 4) if kind >> 4 else self._signed()
            if field == 3:
                return self._signed()
            self._skip(kind & 15)
        raise ValueError("the Parquet footer states no number of rows")

    def _byte(self) -> int:
        value = self.content[self.at]
        self.at += 1
        return value

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def _signed(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)

    def _skip(self, kind: int) -> None:
        if kind in (4, 5, 6):
            self._unsigned()
        elif kind == 3:
            self.at += 1
        elif kind == 7:
            self.at += 8
        elif kind == 8:
            length = self._unsigned()
            self.at += length
        elif kind in (9, 10):
            head = self._byte()
            length = head >> 4 if head >> 4 < 15 else self._unsigned()
            for _ in range(length):
                if head & 15 in (1, 2):
                    self.at += 1
                else:
                    self._skip(head & 15)
        elif kind == 12:
            while inner := self._byte():
                if not inner >> 4:
                    self._signed()
                self._skip(inner & 15)


class _Stream(io.RawIOBase):
    """A readable stream over chunks of bytes."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = iter(chunks)
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def, override]
        if not self.rest:
            self.rest = next(self.chunks, b"")
        count = min(len(buffer), len(self.rest))
        buffer[:count] = self.rest[:count]
        self.rest = self.rest[count:]
        return count
