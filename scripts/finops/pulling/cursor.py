"""How far earlier pulls came, per vendor, scope and table; it lies in `landing/` and goes with it."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

from finops.project import FinopsError, Project


@dataclass
class Progress:
    """The last day that a pull finished, and the months it read whole after they were over (YYYY-MM)."""

    last_day: str | None = None
    months_read: list[str] = field(default_factory=list)

    @property
    def last_date(self) -> date | None:
        return date.fromisoformat(self.last_day) if self.last_day else None

    def finish(self, first: date, last: date, months: list[str]) -> None:
        """Note that the days from `first` to `last` are read; days before them that are not stay wanted."""
        known = self.last_date
        if known is None or first <= known + timedelta(days=1):
            self.last_day = max(known or last, last).isoformat()
        self.months_read = sorted({*self.months_read, *months})


def _path(project: Project) -> Path:
    return project.landing / ".pulls.json"


def read_progress(project: Project, vendor: str, scope: str) -> dict[str, Progress]:
    """Return the progress per table (`source.table`). Raises FinopsError where the file is damaged."""
    try:
        content = json.loads(_path(project).read_text(encoding="utf-8"))
        return {name: Progress(**one) for name, one in content.get(vendor, {}).get(scope, {}).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError):
        raise FinopsError(
            "landing/.pulls.json is damaged: it holds how far pulls came. Remove it, then pull with --since."
        ) from None


def write_progress(project: Project, vendor: str, scope: str, progress: dict[str, Progress]) -> None:
    """Replace the progress of one vendor and scope, in one rename."""
    path = _path(project)
    content = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    content.setdefault(vendor, {})[scope] = {name: asdict(one) for name, one in sorted(progress.items())}
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")
    partial.replace(path)
