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

# `made_once(name, make)` is the folder of that name, made by one of the workers for all of them.
MadeOnce = Callable[[str, Callable[[Path], object]], Path]
ROOT = Path(__file__).resolve().parents[2]
RUN_TIME_FOLDERS = ("landing", "inputs", "warehouse")
# One thread, since another worker of the suite has the other core; no files that no test reads.
QUICKLY = ("--quiet", "--threads", "1", "--log-level-file", "none", "--no-write-json")


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


@dataclass(frozen=True)
class BareBuild:
    """A home in which a person's own `dbt build` ran, and what it said."""

    home: Path

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse" / "ai_finops.duckdb"

    @property
    def returncode(self) -> int:
        return int((self.home / "returncode").read_text(encoding="utf-8"))

    @property
    def shown(self) -> str:
        return (self.home / "shown").read_text(encoding="utf-8")


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

    command = [*args, *QUICKLY, "--target-path", str(target), "--log-path", str(target / "logs")]
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

    A home without a warehouse starts from `empty`, one that was built with nothing landed: its seeds and
    views stand, and read what is landed later, so that `run` and `build` make tables only. `build` runs data
    tests after them. Unit tests know no home: they run once, in that first build. Options that exclude are
    not for a Dbt with `empty`; one without it does as dbt does.
    """

    def __init__(
        self, home: Path, target: Path, manifest: Manifest, empty: Callable[[], Path] | None = None
    ) -> None:
        self.home = home
        self.target = target
        self.manifest = manifest
        self.empty = empty

    def __call__(self, command: str, *args: str) -> DbtRun:
        if self.empty is None or command not in ("run", "build"):
            return self._invoke(command, *args)
        path = self.home / "warehouse" / "ai_finops.duckdb"
        if not path.exists():
            shutil.copy(self.empty(), path)
        run = self._invoke("run", *args, "--exclude", "config.materialized:view")
        if command == "build" and run.success:
            tested = self._invoke("test", *args, "--exclude", "test_type:unit")
            run.success = tested.success
            run.statuses |= tested.statuses
            run.warnings += tested.warnings
            run.errors += tested.errors
        return run

    def _invoke(self, *args: str) -> DbtRun:
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
