"""The lists a person fills in, `inputs/owners.todo.csv` and `inputs/tag_keys.csv`: never overwritten."""

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finops.figures import Figures
from finops.landing.sources import SOURCES
from finops.landing.tidying import has_no_rows, is_comment
from finops.open_items import OpenItem
from finops.project import FinopsError, Project

TEAM_KEYS = "select tag_key from core.dim_tag_key where meaning = 'team'"


@dataclass(frozen=True)
class TodoList:
    """A list for a person. `keys` tell rows apart; a row with anything in `answers` is the person's."""

    file_name: str
    keys: tuple[str, ...]
    answers: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.keys, *self.answers, *self.hints)


OWNERS = TodoList(
    "owners.todo.csv",
    ("owner_kind", "owner_value"),
    ("team", "product", "environment", "customer", "valid_from", "valid_to", "note"),
    ("suggested_team", "because", "unowned_spend", "coverage_gained", "last_seen", "name", "provider"),
)
TAG_KEY_MEANINGS = TodoList(
    "tag_keys.csv",
    ("tag_key",),
    ("meaning",),
    ("suggested_meaning", "unowned_spend", "coverage_gained", "last_seen", "example"),
)
LISTS = (OWNERS, TAG_KEY_MEANINGS)


@dataclass
class Written:
    """What a list holds after it was written."""

    path: Path
    filled: int
    open: int
    hint: str = ""


def write_owners(project: Project, items: list[OpenItem]) -> Written:
    """Write `inputs/owners.todo.csv` with a row per identity to be mapped, beside what a person filled in."""
    rows = [
        {
            "owner_kind": item.owner_kind,
            "owner_value": item.owner_value,
            "suggested_team": item.suggestion or "",
            "because": item.because or "",
            "unowned_spend": item.money_text,
            "coverage_gained": item.coverage_text,
            "last_seen": item.last_seen.isoformat() if item.last_seen else "",
            "name": item.name or "",
            "provider": item.provider or "",
        }
        for item in items
    ]
    return update(project.inputs, OWNERS, rows)


def write_tag_keys(project: Project, figures: Figures, items: list[OpenItem]) -> Written:
    """Write `inputs/tag_keys.csv`, a row per tag key without a meaning, beside what a person filled in."""
    keys = [item for item in items if item.owner_kind == "tag_key"]
    rows = [
        {
            "tag_key": item.owner_value,
            "suggested_meaning": item.suggestion or "",
            "unowned_spend": item.money_text,
            "coverage_gained": item.coverage_text,
            "last_seen": item.last_seen.isoformat() if item.last_seen else "",
            "example": (item.name or "")[:80],
        }
        for item in keys
    ]
    written = update(project.inputs, TAG_KEY_MEANINGS, rows)
    best = next((item for item in keys if item.suggestion == "team"), None)
    if best and not figures.rows(TEAM_KEYS):
        written.hint = (
            f"`{best.owner_value}` looks like a team key, on {best.money_text} that nobody owns: saying "
            "`team` there names the owner of each of its values at once."
        )
    return written


def update(folder: Path, todo: TodoList, proposed: Sequence[dict[str, str]]) -> Written:
    """Write the list: rows a person touched stay as they are and where they are, open rows are proposed anew.

    Raises FinopsError where the file cannot be read as this list; it is then left alone.
    """
    path = folder / todo.file_name
    columns, delimiter, existing = _read(path, todo)
    kept = [row for row in existing if _is_persons(row, todo)]
    kept_keys = {_key(row, todo) for row in kept}
    added = [row for row in proposed if _key(row, todo) not in kept_keys]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*kept, *added])
    folder.mkdir(parents=True, exist_ok=True)
    content = text.getvalue().encode("utf-8")
    if not path.is_file() or path.read_bytes() != content:
        partial = path.with_name(f".{path.name}.partial")
        partial.write_bytes(content)
        os.replace(partial, path)
    filled = sum(is_filled(row, todo) for row in (*kept, *added))
    return Written(path, filled, len(kept) + len(added) - filled)


def is_list(path: Path) -> bool:
    """Return whether `path` is named like one of our lists."""
    return any(item.file_name == path.name for item in LISTS)


def is_open_list(path: Path) -> bool:
    """Return whether `path` is a list or a template in which nobody has filled in anything yet."""
    todo = next((item for item in LISTS if item.file_name == path.name), None)
    if not path.is_file():
        return False
    if todo is None:
        return path.stem in SOURCES and path.suffix == ".csv" and has_no_rows(path)
    try:
        return not any(is_filled(row, todo) for row in _read(path, todo)[2])
    except FinopsError:
        return False


def is_filled(row: dict[str, str], todo: TodoList) -> bool:
    """Return whether the row has an answer."""
    return any((row.get(column) or "").strip() for column in todo.answers)


def _is_persons(row: dict[str, str], todo: TodoList) -> bool:
    """A row is the person's when it has an answer, or none of the hints that we write on each row."""
    return is_filled(row, todo) or not any((row.get(column) or "").strip() for column in todo.hints)


def _key(row: dict[str, str], todo: TodoList) -> tuple[str, ...]:
    return tuple((row.get(column) or "").strip() for column in todo.keys)


def _read(path: Path, todo: TodoList) -> tuple[list[str], str, list[dict[str, str]]]:
    """Return columns, delimiter and rows of the list as it lies there; the person's own columns stay."""
    if not path.is_file():
        return list(todo.columns), ",", []
    csv.field_size_limit(1 << 30)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FinopsError(f"{path} is not UTF-8 text. Save it as CSV in UTF-8, or move it away.") from None
    # A list may begin as `finops template` writes it.
    text = "".join(line for line in text.splitlines(keepends=True) if not is_comment(line))
    header = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = list(reader.fieldnames or ())
    rows = list(reader)
    if any(key not in columns for key in todo.keys) or any(None in row for row in rows):
        raise FinopsError(
            f"{path} is no list of {', '.join(todo.keys)} with one value per column. It was left as it is: "
            "mend it or move it away."
        )
    columns += [column for column in todo.columns if column not in columns]
    return columns, delimiter, rows
