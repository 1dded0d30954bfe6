"""What genai-prices says, flattened: a price per model, tier, token class, context size, hours and first day.

The package picks its prices by code (the last condition that holds, overrides per tier). Asking it at each
moment at which an answer may change gives rows that need no such code to be read. Of a class without a price
of its own the package charges the nearest wider unit (reasoning as output, a cached token as input); so do
the rows, but for audio and images, and for cache writes longer than five minutes of providers that price
writes by their duration: these have a price of their own or none.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

PACKAGE = "genai-prices"
# Resellers of resellers: nobody's bill comes from there with a model that the others do not have.
LEFT_OUT = ("openrouter", "huggingface")
# (service tier, speed) as in core.fct_token_usage, and the context under which the package has its price.
TIERS: dict[tuple[str, str], dict[str, str]] = {
    ("standard", "standard"): {},
    ("batch", "standard"): {"processing": "batch"},
    ("flex", "standard"): {"service_tier": "flex"},
    ("priority", "standard"): {"service_tier": "priority"},
    ("fast", "standard"): {"service_tier": "fast"},
    ("standard", "fast"): {"speed": "fast"},
}
MIDNIGHT = time(0, 0)
TOKEN_CLASSES = Path(__file__).parents[3] / "seeds" / "reference" / "token_classes.csv"
# What is priced besides tokens, in the package's words and in those of core.fct_token_usage.
OTHER_UNITS = {
    "web_searches": "searches",
    "storage_searches": "file_searches",
    "requests": "requests",
    "input_characters": "characters",
    "audio_seconds": "seconds",
    "input_audio_seconds": "seconds",
}


@dataclass(frozen=True, order=True)
class Slot:
    """What a price is of, apart from its first day. `day_start` and `day_end` (UTC) are blank for all day."""

    provider_id: str
    model_ref: str
    service_tier: str
    speed: str
    usage_unit: str
    token_class: str
    units_per_price: int
    threshold_tokens: int
    day_start: str
    day_end: str


@dataclass(frozen=True, order=True)
class ListPrice:
    """The price of a slot from a day on; blank `valid_from`: nobody says since when. No price: it ended.

    `priced_as` is the package's unit that the price is of.
    """

    slot: Slot
    valid_from: str
    price: Decimal | None
    priced_as: str


@dataclass(frozen=True, order=True)
class ModelName:
    """A test of a model's name. All tests of one `alternative` must hold, and one alternative of a model.

    Models are tried in the order of `position`.
    """

    provider_id: str
    position: int
    model_ref: str
    alternative: int
    test: str
    value: str


def package_version() -> str:
    """Return name and version of the package the prices come from."""
    return f"{PACKAGE} {version(PACKAGE)}"


def _providers() -> list:
    from genai_prices.data import providers

    return [one for one in providers if not one.id.startswith(LEFT_OUT)]


def list_prices() -> list[ListPrice]:
    """Return the prices of all models, in the order of their slots."""
    return sorted(
        row
        for provider in _providers()
        for model in provider.models
        for row in _of(provider.id, model, _prices_durations(provider))
    )


def _prices_durations(provider) -> bool:
    """Say whether the provider prices cache writes by how long they are kept."""
    conditions = [
        one.prices
        for model in provider.models
        for one in (model.prices if isinstance(model.prices, list) else [model])
    ]
    return any(key.startswith("cache_write_1h") for one in conditions for key in vars(one))


def _of(provider_id: str, model, by_duration: bool) -> Iterator[ListPrice]:
    days, hours = _breakpoints(model)
    contexts = [variant.when for variant in model.price_variants or ()]
    for (service_tier, speed), context in TIERS.items():
        if context and context not in contexts:
            continue
        known_from = _first_day_of(model, context)
        before: dict[Slot, tuple[Decimal, str]] = {}
        for day in days:
            if known_from and (day is None or day < known_from):
                continue
            asked = day or ((days[1] if len(days) > 1 else date(2026, 1, 1)) - timedelta(days=1))
            found = dict(_at(provider_id, model, by_duration, service_tier, speed, context, asked, hours))
            for slot in sorted({*before, *found}):
                if before.get(slot) != found.get(slot):
                    price, priced_as = found.get(slot, (None, ""))
                    yield ListPrice(slot, day.isoformat() if day else "", price, priced_as)
            before = found


def _first_day_of(model, context: dict[str, str]) -> date | None:
    """Return the first day the package has any price of a tier, None where it has one from the start."""
    starts = [
        getattr(variant.constraint, "start_date", None)
        for variant in model.price_variants or ()
        if variant.when == context
    ]
    return None if not context or None in starts else min(starts)


def _breakpoints(model) -> tuple[list[date | None], list[time]]:
    """Return the days (None: before all of them) and the hours at which the answer may change."""
    conditions = [*(model.prices if isinstance(model.prices, list) else ()), *(model.price_variants or ())]
    constraints = [one.constraint for one in conditions if one.constraint is not None]
    days = sorted({one.start_date for one in constraints if hasattr(one, "start_date")})
    hours = {MIDNIGHT}
    for one in constraints:
        if hasattr(one, "start_time"):
            hours |= {_utc(one.start_time), _utc(one.end_time)}
    return [None, *days], sorted(hours)


def _utc(moment: time) -> time:
    if moment.tzinfo is None:
        return moment
    return datetime.combine(date(2026, 1, 1), moment).astimezone(UTC).time()


def _at(
    provider_id: str,
    model,
    by_duration: bool,
    service_tier: str,
    speed: str,
    context: dict[str, str],
    day: date,
    hours: list[time],
) -> Iterator[tuple[Slot, tuple[Decimal, str]]]:
    """Yield the prices of a day: one per class and context size, or per window of hours where they differ."""
    moments = [datetime.combine(day, hour, UTC) for hour in hours]
    by_hour = [_units(model.get_prices(moment, context or None), by_duration) for moment in moments]
    for key in sorted({key for found in by_hour for key in found}):
        usage_unit, token_class, per, threshold = key
        for start, end, price in _windows(hours, [found.get(key) for found in by_hour]):
            if price is not None:
                yield (
                    Slot(
                        provider_id, model.id, service_tier, speed, usage_unit, token_class, per, threshold,
                        start, end,
                    ),
                    price,
                )  # fmt: skip


@cache
def _classes() -> dict[str, dict[str, str]]:
    """Return each token class with the package's dimensions of it."""
    with open(TOKEN_CLASSES, encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {row["token_class"]: dict(_dimensions(row)) for row in rows}


def _dimensions(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield from (("family", "tokens"), ("direction", row["direction"]), ("modality", row["modality"]))
    if row["is_reasoning"] == "true":
        yield "token_type", "reasoning"
    elif row["cache_action"] != "none":
        yield "token_type", f"cache_{row['cache_action']}"
    if row["cache_ttl"]:
        yield "cache_ttl", row["cache_ttl"]


def _units(prices, by_duration: bool) -> dict[tuple[str, str, int, int], tuple[Decimal, str]]:
    """Return price and the package's unit by (unit, token class, units per price, threshold)."""
    from genai_prices.units import _get_registry

    registry = _get_registry()
    priced = [
        (registry.unit_for_price_key(key), price)
        for key, price in vars(prices).items()
        if price is not None and not key.startswith("_")
    ]
    found: dict[tuple[str, str, int, int], tuple[Decimal, str]] = {}
    for token_class, dimensions in _classes().items():
        wider = [one for one in priced if one[0].dimensions.items() <= dimensions.items()]
        unit, prices_of = max(wider, key=lambda one: len(one[0].dimensions), default=(None, None))
        if unit is None or (dimensions["modality"] != "text" and "modality" not in unit.dimensions):
            continue
        if by_duration and dimensions.get("cache_ttl", "5m") not in ("5m", unit.dimensions.get("cache_ttl")):
            continue
        for threshold, one in _by_threshold(prices_of):
            found["tokens", token_class, unit.per, threshold] = one, unit.usage_key
    for unit, price in priced:
        if unit.usage_key in OTHER_UNITS:
            for threshold, one in _by_threshold(price):
                found[OTHER_UNITS[unit.usage_key], "", unit.per, threshold] = one, unit.usage_key
    return found


def _by_threshold(price) -> list[tuple[int, Decimal]]:
    """Return (input tokens above which it holds, price)."""
    if isinstance(price, Decimal):
        return [(0, price)]
    return [(0, price.base), *((tier.start, tier.price) for tier in price.tiers)]


def _windows(
    hours: list[time], prices: list[tuple[Decimal, str] | None]
) -> list[tuple[str, str, tuple[Decimal, str] | None]]:
    """Return (start, end, price) of the windows of a day; one with blank ends where all are alike."""
    if len(set(prices)) == 1:
        return [("", "", prices[0])]
    ends = [f"{one:%H:%M}" for one in hours[1:]] + ["24:00"]
    found: list[tuple[str, str, tuple[Decimal, str] | None]] = []
    for hour, end, price in zip(hours, ends, prices, strict=True):
        if found and found[-1][2] == price:
            found[-1] = (found[-1][0], end, price)
        else:
            found.append((f"{hour:%H:%M}", end, price))
    return found


def model_names() -> list[ModelName]:
    """Return the tests by which a model is known, in the order in which they are tried."""
    return sorted(
        ModelName(provider.id, position, model.id, alternative, test, value)
        for provider in _providers()
        for position, model in enumerate(provider.models, start=1)
        for alternative, tests in enumerate(_alternatives(model.match), start=1)
        for test, value in tests
    )


def _alternatives(clause) -> list[list[tuple[str, str]]]:
    """Return the clause as alternatives of tests that must all hold."""
    kind = type(clause).__name__
    if kind == "ClauseOr":
        return [alternative for one in clause.or_ for alternative in _alternatives(one)]
    if kind == "ClauseAnd":
        found: list[list[tuple[str, str]]] = [[]]
        for one in clause.and_:
            found = [left + right for left in found for right in _alternatives(one)]
        return found
    ((test, value),) = vars(clause).items()
    return [[_regex(value) if test == "regex" else (test, value.lower())]]


def _regex(value: str) -> tuple[str, str]:
    """Return the test as engines without lookaround can make it. Raises ValueError where none can."""
    refused = re.fullmatch(r"\^\(\?!(.+)\)", value)
    test, plain = ("not_regex", refused[1]) if refused else ("regex", value)
    if "(?=" in plain or "(?!" in plain or "(?<" in plain:
        raise ValueError(
            f"A model's name is told by {value}, which looks around: list_prices.py must learn it"
        )
    return test, f"^{plain}" if refused else plain


def is_sound(rows: list[ListPrice]) -> bool:
    """Say whether no slot has two prices from one day on."""
    return all(
        (left.slot, left.valid_from) != (right.slot, right.valid_from) for left, right in pairwise(rows)
    )
