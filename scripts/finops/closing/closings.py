"""What lies in `closed/`: one folder per month and version, and a file beside each version that was reopened.

closed/<YYYY-MM>/v<N>/close.json          the closing (see `Closing`)
closed/<YYYY-MM>/v<N>/<table>.parquet     the frozen rows of one table
closed/<YYYY-MM>/v<N>/pack/               the close pack, for a ledger
closed/<YYYY-MM>/v<N>.reopened.json       when and why the version was reopened
closed/.staging/                          work in progress; swept by the next closing
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from finops.project import FinopsError, Project

ENTRY = "close.json"


@dataclass(frozen=True)
class Closing:
    """One version of a closed month. `entry` is what close.json says, `reopened` why it was opened again."""

    folder: Path
    entry: dict[str, Any]
    reopened: dict[str, Any] | None

    @property
    def period(self) -> str:
        return str(self.entry["billing_period"])

    @property
    def version(self) -> int:
        return int(self.entry["version"])


def period_of(text: str) -> str:
    """Return a month as YYYY-MM. Raises FinopsError for anything else."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise FinopsError(f"{text!r} is no month: give it as in 2026-09.")
    return text


def month_after(period: str) -> str:
    """Return the month after `period`."""
    year, month = map(int, period.split("-"))
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"


def is_over(period: str, today: date) -> bool:
    """Return whether the last day of `period` is before `today`."""
    return f"{month_after(period)}-01" <= today.isoformat()


def closings(project: Project) -> list[Closing]:
    """Return all closings by month and version, reopened ones too. Raises FinopsError for a damaged one."""
    found = [_closing(project, folder) for folder in project.closed.glob("[0-9]*-[0-9]*/v[0-9]*/")]
    return sorted(found, key=lambda one: (one.period, one.version))


def current_closings(project: Project) -> dict[str, Closing]:
    """Return the closing that holds of each closed month: the newest version, unless it is reopened."""
    newest = {one.period: one for one in closings(project)}
    return {period: one for period, one in newest.items() if one.reopened is None}


def marker(folder: Path) -> Path:
    """Return the file beside a version's folder that says it is reopened."""
    return folder.with_name(f"{folder.name}.reopened.json")


def _closing(project: Project, folder: Path) -> Closing:
    entry = _read(project, folder / ENTRY)
    if f"{entry.get('billing_period')}/v{entry.get('version')}" != f"{folder.parent.name}/{folder.name}":
        raise _damaged(project, folder, "holds the closing of another month or version")
    beside = marker(folder)
    return Closing(folder, entry, _read(project, beside) if beside.exists() else None)


def _read(project: Project, path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _damaged(project, path, "is missing") from None
    except ValueError:
        raise _damaged(project, path, "cannot be read") from None
    if not isinstance(content, dict):
        raise _damaged(project, path, "cannot be read")
    return content


def _damaged(project: Project, path: Path, what: str) -> FinopsError:
    return FinopsError(
        f"closed/{path.relative_to(project.closed)} {what}. Restore it from a backup: closed months cannot be"
        " computed again."
    )
