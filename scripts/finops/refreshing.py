"""Refresh: land what is new in `inputs/`, build and publish where anything that counts has changed."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from finops.closing.closings import closings
from finops.figures import published_file
from finops.landing import land_ecb_rates, read_ledger
from finops.landing.sources import SOURCES
from finops.locks import hold, holder
from finops.project import FinopsError, Project
from finops.screen import say
from finops.todo import is_list, is_open_list

if TYPE_CHECKING:
    from finops.building import BuildSummary

MAPPINGS = "column_mappings"
CODE = (
    "models/**/*",
    "macros/**/*",
    "seeds/**/*",
    "tests/**/*.sql",
    "scripts/finops/landing/contracts/*.csv",
)
CODE_FILES = ("dbt_project.yml", "profiles/profiles.yml")
PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb")
BUILT, REFRESHED = "build", "refresh"


@contextmanager
def run_lock(project: Project, purpose: str) -> Iterator[None]:
    """Hold the lock of whatever writes the warehouse or the published copy; says whom it waits for."""
    who = holder(project.run_lock)
    if who:
        say(f"Waiting for {who}.")
    with hold(project.run_lock, purpose):
        yield


def files_to_land(project: Project) -> list[Path]:
    """Return what lies in `inputs/`, less column mappings and lists in which nothing is filled in yet."""
    if not project.inputs.is_dir():
        return []
    return [
        path
        for path in sorted(project.inputs.iterdir())
        if not path.name.startswith(".")
        and path.name != MAPPINGS
        and not is_open_list(path)
        and _has_files(path)
    ]


def belongs_to_demo(project: Project, paths: list[Path]) -> bool:
    """Return whether `paths` are lists filled in about the demo: nothing own is landed or beside them."""
    return all(is_list(path) for path in paths) and has_demo(project) and not own_deliveries(project)


def has_demo(project: Project) -> bool:
    """Return whether a demo is landed."""
    return any(entry["is_demo"] for entry in read_ledger(project))


def own_deliveries(project: Project) -> int:
    """Return how many deliveries of the organisation's own are landed; reference rates are not counted."""
    return sum(
        not entry["is_demo"] and not SOURCES[entry["source_name"]].is_reference
        for entry in read_ledger(project)
    )


def _has_files(path: Path) -> bool:
    return path.is_file() or any(item.is_file() for item in path.rglob("*"))


def fingerprint(project: Project) -> str:
    """Return the md5 of all that decides what a build gives: ledger, closings, code and versions of the
    engine."""
    digest = hashlib.md5(usedforsecurity=False)
    for entry in read_ledger(project):
        digest.update(f"{entry['delivery_id']} {entry['landing_sequence']}\n".encode())
    for path in sorted(project.landing.glob(".refused/*.json")):
        digest.update(path.read_bytes())
    for closing in closings(project):
        said = (closing.period, closing.version, closing.entry.get("content_md5"), closing.reopened is None)
        digest.update(f"{said}\n".encode())
    for path in _code_files(project.root):
        digest.update(str(path.relative_to(project.root)).encode())
        digest.update(path.read_bytes())
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.hexdigest()


def _code_files(root: Path) -> list[Path]:
    found = {path for pattern in CODE for path in root.glob(pattern)}
    return sorted(path for path in (*found, *(root / name for name in CODE_FILES)) if path.is_file())


def is_built(project: Project) -> bool:
    """Return whether the last build that passed was of the ledger, closings and code as they are now."""
    return project.warehouse.is_file() and _is_noted(project, BUILT)


def is_up_to_date(project: Project) -> bool:
    """Return whether warehouse and published copy are those of the ledger and the code as they are now."""
    return project.warehouse.is_file() and published_file(project).is_file() and _is_noted(project, REFRESHED)


def _is_noted(project: Project, note: str) -> bool:
    try:
        noted = json.loads(_note(project, note).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return noted == {"fingerprint": fingerprint(project), "warehouse": str(project.warehouse.resolve())}


def note_refresh(project: Project, built_from: str) -> None:
    """Remember what the published copy was built from."""
    _write_note(project, REFRESHED, built_from)


def note_build(project: Project, built_from: str) -> None:
    """Remember what the warehouse was built from by a build that passed."""
    _write_note(project, BUILT, built_from)


def unpublished_build(project: Project) -> datetime | None:
    """Return when the warehouse was built, UTC, where that build was not published; else None."""
    note = _note(project, BUILT)
    if not note.is_file() or not project.warehouse.is_file():
        return None
    built = note.stat().st_mtime
    published = published_file(project)
    if published.is_file() and published.stat().st_mtime >= built:
        return None
    return datetime.fromtimestamp(built, UTC).replace(tzinfo=None)


def refused_report(project: Project) -> Path:
    """Return where the report lies of a copy that was refused; there is none after one was published."""
    return project.home / f"{project.published.name}.refused" / "expectations.html"


def _write_note(project: Project, note: str, built_from: str) -> None:
    content = {"fingerprint": built_from, "warehouse": str(project.warehouse.resolve())}
    partial = _note(project, note).with_suffix(".partial")
    partial.write_text(json.dumps(content), encoding="utf-8")
    partial.replace(_note(project, note))


def _note(project: Project, note: str) -> Path:
    return project.home / "warehouse" / f".{note}.json"


def build_and_note(
    project: Project, *, is_full_refresh: bool = False, progress: Callable[[str], None] | None = None
) -> "BuildSummary":
    """Build, and remember what from. The caller holds the run lock. Raises FinopsError where it fails."""
    from finops.building import build

    built_from = fingerprint(project)
    summary = build(project, is_full_refresh=is_full_refresh, progress=progress)
    note_build(project, built_from)
    return summary


def build_and_publish(project: Project, progress: Callable[[str], None]) -> str | None:
    """Build and publish unless nothing has changed. Returns what to say, None where it was not needed.

    The caller holds the run lock. Raises FinopsError where the build fails; what is published stays.
    """
    progress("looking for rates")
    land_ecb_rates(project)
    if is_up_to_date(project):
        return None
    from finops.publishing import publish

    built_from = fingerprint(project)
    summary = build_and_note(project, progress=progress)
    try:
        publish(project, progress=progress)
    except FinopsError as error:
        raise FinopsError(
            f"The warehouse is built, in {summary.seconds:.0f} s, but it is not published: readers see what"
            f" was published before, if anything was.\n{error}"
        ) from None
    note_refresh(project, built_from)
    return f"Built in {summary.seconds:.0f} s ({summary.succeeded} models, seeds and tests) and published."
