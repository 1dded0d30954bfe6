"""The records of JSON documents, cut out of the text one by one: it is walked once, whatever its size."""

import json
import re
from collections.abc import Generator, Iterator
from typing import Any

from finops.landing.document_paths import EACH_ELEMENT, EACH_VALUE
from finops.landing.outlines import exact_number

Cut = tuple[str | None, str]
SPACE = re.compile(r"[ \t\n\r]*")


def cut_records(text: str, way: list[str], are_long: bool = False) -> Iterator[Cut]:
    """Yield key (None where its way has none) and text of each record, in the order of the file.

    `text` is valid JSON: a document, a list of documents, or documents one after the other, with nothing but
    nulls where the way leads nowhere. With `are_long`, numbers that a double cannot hold become texts.
    """
    cutter = _Cutter(text, are_long)
    at = cutter.skip(0)
    if text[at : at + 1] == "[":
        way = [EACH_ELEMENT, *way]
    while at < len(text):
        at = yield from cutter.walk(at, way, None)
        at = cutter.skip(at)


class _Cutter:
    """A text, and the way through it. Places are offsets in the text."""

    def __init__(self, text: str, are_long: bool) -> None:
        self.text = text
        self.are_long = are_long
        hooks: dict[str, Any] = {"parse_float": exact_number, "parse_int": exact_number} if are_long else {}
        self.read = json.JSONDecoder(**hooks).raw_decode

    def skip(self, at: int) -> int:
        """Return the place of the next character that is no white space."""
        found = SPACE.match(self.text, at)
        assert found is not None
        return found.end()

    def walk(self, at: int, way: list[str], key: str | None) -> Generator[Cut, None, int]:
        """Yield the records below the value at `at` and return where the value ends."""
        value: Any = None
        if not way:
            value, end = self.read(self.text, at)
            yield key, json.dumps(value, ensure_ascii=False) if self.are_long else self.text[at:end]
            return end
        mark = self.text[at]
        if mark == "[" and way[0] == EACH_ELEMENT:
            return (yield from self._elements(at, way[1:], key))
        if mark == "{" and way[0] != EACH_ELEMENT:
            return (yield from self._members(at, way, key))
        _, end = self.read(self.text, at)
        return end

    def _elements(self, at: int, way: list[str], key: str | None) -> Generator[Cut, None, int]:
        at = self.skip(at + 1)
        while self.text[at] != "]":
            at = yield from self.walk(at, way, key)
            at = self._next(at)
        return at + 1

    def _members(self, at: int, way: list[str], key: str | None) -> Generator[Cut, None, int]:
        at = self.skip(at + 1)
        while self.text[at] != "}":
            name, at = self.read(self.text, at)
            at = self.skip(self.skip(at) + 1)
            if way[0] in (EACH_VALUE, name):
                at = yield from self.walk(at, way[1:], name if way[0] == EACH_VALUE else key)
            else:
                _, at = self.read(self.text, at)
            at = self._next(at)
        return at + 1

    def _next(self, at: int) -> int:
        """Return the place of what follows a value: past the comma, or at the closing bracket."""
        at = self.skip(at)
        return self.skip(at + 1) if self.text[at] == "," else at
