"""Where things lie: the project's root, the run-time folders, and the errors a person sees."""

import os
from dataclasses import dataclass
from pathlib import Path


class FinopsError(Exception):
    """An error meant for the person at the keyboard: what happened, where, and what to do."""


@dataclass(frozen=True)
class Project:
    """Paths of one project.

    `root` holds the code, `home` the run-time folders (AI_FINOPS_HOME, else root).
    """

    root: Path
    home: Path

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def inputs(self) -> Path:
        return self.home / "inputs"

    @property
    def closed(self) -> Path:
        return self.home / "closed"

    @property
    def warehouse(self) -> Path:
        override = os.environ.get("AI_FINOPS_WAREHOUSE")
        return Path(override) if override else self.home / "warehouse" / "ai_finops.duckdb"

    @property
    def run_lock(self) -> Path:
        """The lock file of whatever writes the warehouse or the published copy."""
        return self.home / "warehouse" / ".run.lock"

    @property
    def published(self) -> Path:
        return self.home / "published"


def find_project() -> Project:
    """Return the project around the working directory, else the one this package was installed from."""
    here = Path.cwd()
    source = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, source):
        if (folder / "dbt_project.yml").is_file() and (folder / "scripts" / "finops").is_dir():
            home = os.environ.get("AI_FINOPS_HOME")
            return Project(root=folder, home=Path(home).resolve() if home else folder)
    raise FinopsError("No project here: run finops from the folder that holds dbt_project.yml.")
