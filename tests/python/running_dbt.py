"""Run dbt inside the test process, on a home of the test's own and one parse for all tests of a worker."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.deprecations import reset_deprecations

ROOT = Path(__file__).resolve().parents[2]
RUN_TIME_FOLDERS = ("landing", "inputs", "warehouse")
SELECTS = {"-s", "--select", "--resource-type", "seed"}
VIEWS = "config.materialized:view"


@dataclass
class DbtRun:
    """What a dbt command did: status by node id, and the messages that a person would worry about."""

    success: bool
    statuses: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def check(self) -> "DbtRun":
        """Fail the test with dbt's own words unless the command succeeded."""
        assert self.success, "\n".join(self.errors) or "dbt failed without a message"
        return self


def environment_of(home: Path) -> dict[str, str]:
    """The variables that point the project at `home`, for a subprocess or for patching os.environ."""
    return {"AI_FINOPS_HOME": str(home), "DBT_PROFILES_DIR": str(ROOT / "profiles")}


def make_home(folder: Path) -> Path:
    """An empty home: the run-time folders of a fresh clone."""
    for name in RUN_TIME_FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def inside(home: Path) -> Iterator[None]:
    """Work in the project's root with its run-time folders at `home`."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        with mock.patch.dict(os.environ, environment_of(home)):
            os.environ.pop("AI_FINOPS_WAREHOUSE", None)
            yield
    finally:
        os.chdir(before)


def invoke(home: Path, target: Path, *args: str, manifest: Manifest | None = None) -> tuple[DbtRun, object]:
    """Run one dbt command. Returns what happened and the command's own result.

    The warehouse file is closed afterwards, so that other processes of the test may open it.
    """
    run = DbtRun(success=False)

    def note(event: object) -> None:
        messages = {"warn": run.warnings, "error": run.errors}.get(event.info.level)
        if messages is not None:
            messages.append(f"{event.info.name}: {event.info.msg}")

    command = ["--quiet", *args, "--target-path", str(target), "--log-path", str(target / "logs")]
    reset_deprecations()
    with inside(home):
        outcome = dbtRunner(manifest=manifest, callbacks=[note]).invoke(command)
        DuckDBConnectionManager.close_all_connections()
    run.success = outcome.success
    if outcome.exception is not None:
        run.errors.append(str(outcome.exception))
    for result in getattr(outcome.result, "results", []):
        run.statuses[result.node.unique_id] = str(result.status)
    return run, outcome.result


class Dbt:
    """dbt for one home: `dbt("build", "-s", "fct_costs+")`. Not for flags that change parsing (--vars).

    Where a command selects and the home has no warehouse yet, it starts from `empty`, one that was built with
    nothing landed: its views stand and read what is landed later, so that only tables are built.
    """

    def __init__(
        self, home: Path, target: Path, manifest: Manifest, empty: Callable[[], Path] | None = None
    ) -> None:
        self.home = home
        self.target = target
        self.manifest = manifest
        self.empty = empty
        self.has_views = False

    def __call__(self, *args: str) -> DbtRun:
        path = self.home / "warehouse" / "ai_finops.duckdb"
        if self.empty is not None and SELECTS.intersection(args) and not path.exists():
            shutil.copy(self.empty(), path)
            self.has_views = True
        if self.has_views and args[0] in ("run", "build"):
            words = list(args)
            at = words.index("--exclude") + 1 if "--exclude" in words else len(words)
            words[at:at] = [VIEWS] if "--exclude" in words else ["--exclude", VIEWS]
            args = tuple(words)
        return invoke(self.home, self.target, *args, manifest=self.manifest)[0]

    @contextmanager
    def warehouse(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The built warehouse, read only."""
        path = self.home / "warehouse" / "ai_finops.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            yield connection

    def rows(self, sql: str) -> list[tuple]:
        """Rows of one query on the built warehouse."""
        with self.warehouse() as connection:
            return connection.execute(sql).fetchall()
