"""Append to the seed of energy per token what the package says differently. Nothing is rewritten."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from finops.energy.token_energy import TokenEnergy, package_version, token_energies

SEED = "token_energy.csv"
MEASURES = ("wh_per_mtok", "wh_per_request", "embodied_g_per_mtok", "embodied_g_per_request")
FIGURES = tuple(f"{measure}_{end}" for measure in MEASURES for end in ("low", "central", "high"))
COLUMNS = (
    "seller", "model_ref", "method", *FIGURES, "is_input_covered", "is_pue_included", "boundary",
    "evidence_grade", "source", "source_url", "licence", "data_year", "known_from", "is_withdrawn",
)  # fmt: skip
METHOD = "model"
BOUNDARY = "output tokens; GPUs and server; without PUE"
URL, LICENCE = "https://github.com/mlco2/ecologits", "MPL-2.0"


@dataclass
class Refreshed:
    """What a refresh did: models that were new, changed or withdrawn."""

    new: int
    changed: int
    withdrawn: int


def refresh(seeds: Path, known_from: date) -> Refreshed:
    """Append the models whose figures or package version differ, as known from `known_from`.

    Raises ValueError where the seed already knows something from a later day.
    """
    path = seeds / SEED
    before = _held(path, known_from)
    after = {(one.seller, one.model_ref): _said(one) for one in token_energies()}
    new = [key for key in after if key not in before]
    changed = [key for key in after if key in before and before[key] != after[key]]
    gone = [key for key, held in before.items() if key not in after and held is not None]
    rows = [_row(key, after[key], known_from) for key in sorted([*new, *changed])]
    rows += [_row(key, before[key], known_from, is_withdrawn=True) for key in sorted(gone)]
    is_new = not path.exists()
    with open(path, "a", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        if is_new:
            writer.writerow(COLUMNS)
        writer.writerows(rows)
    return Refreshed(len(new), len(changed), len(gone))


Said = tuple[str, ...]


def _said(one: TokenEnergy) -> Said:
    """Return figures, grade and source of a model as the seed writes them."""
    figures = (
        one.middle(measure) if end == "central" else getattr(one, f"{measure}_{end}")
        for measure in MEASURES
        for end in ("low", "central", "high")
    )
    return (
        *(f"{figure.normalize():f}" for figure in figures),
        "C" if one.is_size_published else "D",
        package_version(),
    )


def _held(path: Path, known_from: date) -> dict[tuple[str, str], Said | None]:
    """Return what the seed says now of each model of the package: the row appended last speaks."""
    if not path.exists():
        return {}
    held: dict[tuple[str, str], Said | None] = {}
    with open(path, encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["method"] != METHOD:
                continue
            if row["known_from"] > known_from.isoformat():
                raise ValueError(f"{path.name} knows energy from {row['known_from']}, after {known_from}")
            said = tuple(row[column] for column in (*FIGURES, "evidence_grade", "source"))
            held[row["seller"], row["model_ref"]] = None if row["is_withdrawn"] == "true" else said
    return held


def _row(
    key: tuple[str, str], said: Said, known_from: date, *, is_withdrawn: bool = False
) -> tuple[str, ...]:
    *figures, grade, source = said
    return (
        *key, METHOD, *figures, "false", "false", BOUNDARY, grade, source, URL, LICENCE,
        str(known_from.year), known_from.isoformat(), str(is_withdrawn).lower(),
    )  # fmt: skip
