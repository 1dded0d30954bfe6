"""What a number that a person wrote may mean: `1,250.40`, `1.250,40`, `(12.50)`, `12.50-`, `$ 12`."""

import re

NUMBER = re.compile(r"[0-9][0-9.,'\s]*")
MINUS = "-\u2212\u2013"


def readings(text: str) -> list[str]:
    """Return the numbers the text may mean, with a decimal point and their sign, the likelier first.

    Two where one mark has three digits behind it (`1,250` is 1250 or 1.250); none where there is no number.
    """
    stripped = text.strip()
    found = NUMBER.search(stripped)
    if not found:
        return []
    digits = re.sub(r"['\s]", "", found.group()).rstrip(".,")
    sign = "-" if _is_negative(stripped, found.start(), found.end()) else ""
    return [sign + one for one in _unsigned(digits)]


def _is_negative(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(), text[end:].lstrip()
    in_brackets = "(" in before and ")" in after
    return in_brackets or any(mark in before[-2:] for mark in MINUS) or after in tuple(MINUS)


def _unsigned(digits: str) -> list[str]:
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return [digits]
    last = marks[-1]
    other = "," if last == "." else "."
    if other in marks:
        return [digits.replace(other, "").replace(last, ".")] if marks.count(last) == 1 else []
    as_thousands, as_decimal = digits.replace(last, ""), digits.replace(last, ".")
    if len(marks) > 1:
        return [as_thousands]
    whole, _, behind = digits.partition(last)
    may_be_thousands = len(behind) == 3 and 1 <= len(whole) <= 3 and whole.strip("0")
    return [as_thousands, as_decimal] if may_be_thousands else [as_decimal]
