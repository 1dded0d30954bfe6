"""Results that a vendor sends twice because its data changed while the pages were read."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from finops.landing.pages import path_name
from finops.landing.sources import SOURCES
from finops.pulling.vendors import Endpoint

MARK = "\x00"
MARKED = re.compile(r'"\\u0000([^"\\]*)\\u0000"')


class ChangedMeanwhile(Exception):
    """One group of one bucket came with two values: the pages are of two moments."""


def without_repeats(endpoint: Endpoint, bodies: list[str]) -> list[str]:
    """Return the pages of one reading with each result once; pages without a repeat are as they were sent.

    Equal results of one page are two results. Raises ChangedMeanwhile where a later page holds another value
    of a result.
    """
    table = SOURCES[endpoint.source].table(endpoint.table)
    earlier: dict[str, set[str]] = {}
    kept = []
    for body in bodies:
        page = json.loads(body, parse_float=_marked, parse_int=_marked)
        here: dict[str, set[str]] = {}
        is_cut = False
        for bucket in page["data"]:
            results = bucket.get("results") if isinstance(bucket, dict) else None
            if not isinstance(results, list):
                continue
            start = bucket.get("start_time") or bucket.get("starting_at")
            unique = []
            for result in results:
                group = f"{start} {_text(_group(result, table.billed))}"
                whole = _text(result)
                if whole in earlier.get(group, ()):
                    is_cut = True
                    continue
                if group in earlier:
                    raise ChangedMeanwhile
                here.setdefault(group, set()).add(whole)
                unique.append(result)
            bucket["results"] = unique
        for group, wholes in here.items():
            earlier.setdefault(group, set()).update(wholes)
        kept.append(MARKED.sub(r"\1", json.dumps(page, ensure_ascii=False)) if is_cut else body)
    return kept


def _marked(number: str) -> str:
    """Numbers stay the text that was sent, told apart from texts by a mark that JSON text rarely holds."""
    return f"{MARK}{number}{MARK}"


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _group(value: Any, billed: str | None, path: tuple[str, ...] = ()) -> Any:
    """Return a result without its numbers and its amount: what tells it from the others of its bucket."""
    if isinstance(value, dict):
        return {key: _group(inner, billed, (*path, key)) for key, inner in value.items()}
    is_number = isinstance(value, str) and value.startswith(MARK)
    return None if is_number or path_name(path) == billed else value


def first_gap(bodies: list[str], first: date, last: date) -> date | None:
    """Return the first day from `first` to `last` that no bucket of the pages begins on, None without one."""
    buckets = [bucket for body in bodies for bucket in json.loads(body)["data"] if isinstance(bucket, dict)]
    days = {_day(bucket) for bucket in buckets}
    asked = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return next((day for day in asked if day.isoformat() not in days), None)


def _day(bucket: dict[str, Any]) -> str:
    start = bucket.get("start_time")
    if isinstance(start, int):
        return datetime.fromtimestamp(start, UTC).date().isoformat()
    return str(bucket.get("starting_at"))[:10]
