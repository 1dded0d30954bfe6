"""Append to the price seeds what the package says differently from what they hold. Nothing is rewritten."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from finops.prices.list_prices import ListPrice, ModelName, Slot, list_prices, model_names, package_version

PRICES, NAMES = "token_list_prices.csv", "token_price_names.csv"
PRICE_COLUMNS = (
    "provider_id", "model_ref", "service_tier", "speed", "usage_unit", "token_class", "units_per_price",
    "threshold_tokens", "day_start", "day_end", "valid_from", "price", "priced_as", "currency", "known_from",
    "is_withdrawn", "price_source",
)  # fmt: skip
NAME_COLUMNS = ("provider_id", "position", "model_ref", "alternative", "test", "value")


@dataclass
class Refreshed:
    """What a refresh did: rows of prices that were new, changed or withdrawn, and tests of names in all."""

    new: int
    changed: int
    withdrawn: int
    names: int


@dataclass(frozen=True)
class Known:
    """What the seed says now of a slot and first day."""

    price: Decimal | None
    priced_as: str
    is_withdrawn: bool


def refresh(seeds: Path, known_from: date) -> Refreshed:
    """Append the prices that differ as known from `known_from`, and write the names anew.

    Raises ValueError where the seed already knows something from a later day.
    """
    path = seeds / PRICES
    before = _held(path, known_from)
    after = {(one.slot, one.valid_from): one for one in list_prices()}
    new = [one for key, one in after.items() if key not in before]
    changed = [
        one
        for key, one in after.items()
        if key in before and before[key] != Known(one.price, one.priced_as, is_withdrawn=False)
    ]
    gone = [
        ListPrice(*key, price=None, priced_as="")
        for key, held in before.items()
        if key not in after and not held.is_withdrawn
    ]
    rows = [
        *(_row(one, known_from, is_withdrawn=False) for one in sorted([*new, *changed], key=_order)),
        *(_row(one, known_from, is_withdrawn=True) for one in sorted(gone, key=_order)),
    ]
    _append(path, PRICE_COLUMNS, rows)
    names = model_names()
    (seeds / NAMES).unlink(missing_ok=True)
    _append(seeds / NAMES, NAME_COLUMNS, (_name_row(one) for one in names))
    return Refreshed(len(new), len(changed), len(gone), len(names))


def _order(price: ListPrice) -> tuple[Slot, str]:
    return price.slot, price.valid_from


def _held(path: Path, known_from: date) -> dict[tuple[Slot, str], Known]:
    """Return what the seed says now: the row appended last speaks for its slot and first day."""
    if not path.exists():
        return {}
    held = {}
    with open(path, encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["known_from"] > known_from.isoformat():
                raise ValueError(f"{path.name} knows prices from {row['known_from']}, after {known_from}")
            slot = Slot(
                *(row[column] for column in PRICE_COLUMNS[:6]),
                units_per_price=int(row["units_per_price"]),
                threshold_tokens=int(row["threshold_tokens"]),
                day_start=row["day_start"],
                day_end=row["day_end"],
            )
            price = Decimal(row["price"]) if row["price"] else None
            held[slot, row["valid_from"]] = Known(price, row["priced_as"], row["is_withdrawn"] == "true")
    return held


def _row(one: ListPrice, known_from: date, *, is_withdrawn: bool) -> tuple[object, ...]:
    slot = one.slot
    return (
        slot.provider_id, slot.model_ref, slot.service_tier, slot.speed, slot.usage_unit,
        slot.token_class, slot.units_per_price, slot.threshold_tokens, slot.day_start, slot.day_end,
        one.valid_from, "" if one.price is None else f"{one.price.normalize():f}", one.priced_as, "USD",
        known_from.isoformat(), str(is_withdrawn).lower(), package_version(),
    )  # fmt: skip


def _name_row(one: ModelName) -> tuple[object, ...]:
    return one.provider_id, one.position, one.model_ref, one.alternative, one.test, one.value


def _append(path: Path, columns: Iterable[str], rows: Iterable[tuple[object, ...]] | Iterator) -> None:
    is_new = not path.exists()
    with open(path, "a", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        if is_new:
            writer.writerow(columns)
        writer.writerows(rows)
