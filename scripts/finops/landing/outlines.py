"""The outline of JSON text: its objects and lists without their values, small however large the text is.

Objects of the same members share one outline, so a month of a million records takes little more memory than
the names of its records.
"""

import json
from decimal import Decimal
from typing import Any

# A member of this name says what kind of object it is in; its value is kept.
KIND = "object"
# A double holds any number of so many digits.
EXACT_DIGITS = 15
# Objects with more members are maps whose names are data: no two of them are alike.
MEMBERS_SHARED = 200


class Outlines:
    """A JSON reader that keeps shapes, and says whether there was a number that a double cannot hold.

    Numbers are 0, texts are "", true, false and null stay.
    """

    def __init__(self) -> None:
        self.are_long = False
        self._kept: dict[tuple[Any, ...], Any] = {}

    def read(self, text: str) -> Any:
        """Return the outline of `text`. Raises ValueError where it is no JSON."""
        return json.loads(
            text, parse_float=self._number, parse_int=self._number, object_pairs_hook=self._object
        )

    def _number(self, text: str) -> int:
        self.are_long = self.are_long or isinstance(exact_number(text), str)
        return 0

    def _object(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        shape = {key: self._value(key, value) for key, value in members}
        # What is shared lives as long as this reader, so its identity tells it.
        if len(shape) > MEMBERS_SHARED or any(type(value) is list for value in shape.values()):
            return shape
        marks = tuple((key, value if type(value) is str else id(value)) for key, value in shape.items())
        return self._kept.setdefault(marks, shape)  # type: ignore[no-any-return]

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, str):
            return value if key == KIND else ""
        if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
            return self._kept.setdefault(("list", len(value)), _Flat(0 for _ in value))
        return value


class _Flat(list[int]):
    """A list of values that are neither objects nor lists."""


def exact_number(text: str) -> float | int | str:
    """Return the number that `text` is, or `text` itself where a double does not hold it."""
    if len(text) <= EXACT_DIGITS and "e" not in text and "E" not in text:
        return float(text) if "." in text else int(text)
    value: float | int = int(text) if text.lstrip("-").isdigit() else float(text)
    if isinstance(value, int) and abs(value) < 1 << 63:
        return value
    if isinstance(value, float) and Decimal(repr(value)) == Decimal(text):
        return value
    return text
