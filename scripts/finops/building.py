"""`dbt build` in this process: progress, and what failed in words."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from finops.project import FinopsError, Project

FAILED = {"error", "fail", "runtime error"}
SHOWN_FAILURES = 10


@dataclass
class BuildSummary:
    """What a build did. `failures` holds (node, message); `warnings` what dbt warned of."""

    succeeded: int = 0
    skipped: int = 0
    seconds: float = 0.0
    failures: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def build(
    project: Project, *, is_full_refresh: bool = False, progress: Callable[[str], None] | None = None
) -> BuildSummary:
    """Run `dbt build` on the project. The caller holds the run lock.

    Raises FinopsError, saying what failed and what to do, when anything did. Returns the summary.
    """
    started = monotonic()
    summary = BuildSummary()
    project.warehouse.parent.mkdir(parents=True, exist_ok=True)
    arguments = [
        "build",
        "--project-dir",
        str(project.root),
        "--profiles-dir",
        str(project.root / "profiles"),
    ]
    arguments += ["--log-level", "none", "--no-use-colors", *(["--full-refresh"] if is_full_refresh else [])]
    with _surroundings(project):
        from dbt.cli.main import dbtRunner

        try:
            outcome = dbtRunner(callbacks=[_listener(summary, progress)]).invoke(arguments)
        finally:
            _let_go_of_the_warehouse()
    if isinstance(outcome.exception, KeyboardInterrupt):
        raise KeyboardInterrupt
    if outcome.exception is not None:
        raise FinopsError(_explain(str(outcome.exception), project))
    for result in getattr(outcome.result, "results", None) or ():
        if result.status in FAILED:
            summary.failures.append((result.node.name, _first_lines(result.message or str(result.status))))
        elif result.status == "skipped":
            summary.skipped += 1
        else:
            summary.succeeded += 1
    summary.seconds = monotonic() - started
    if summary.failures or not outcome.success:
        raise FinopsError(_failure_text(summary, project))
    return summary


@contextmanager
def _surroundings(project: Project) -> Iterator[None]:
    """Stand in the project's root, where dbt's relative paths begin, with the project's run-time folders."""
    wanted = {}
    if project.home != project.root:
        wanted["AI_FINOPS_HOME"] = str(project.home)
    if "AI_FINOPS_WAREHOUSE" in os.environ:
        wanted["AI_FINOPS_WAREHOUSE"] = str(project.warehouse.resolve())
    before = {name: os.environ.get(name) for name in wanted}
    folder = os.getcwd()
    os.environ.update(wanted)
    os.chdir(project.root)
    try:
        yield
    finally:
        os.chdir(folder)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _listener(summary: BuildSummary, progress: Callable[[str], None] | None) -> Callable[[object], None]:
    def listen(event: object) -> None:
        if event.info.level == "warn" and event.info.msg not in summary.warnings:
            summary.warnings.append(event.info.msg)
        if progress and event.info.name == "LogStartLine":
            progress(f"building {event.data.index} of {event.data.total}: {event.data.node_info.node_name}")

    return listen


def _let_go_of_the_warehouse() -> None:
    """Close the database that dbt keeps open in this process, so that publishing can read it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
        DuckDBConnectionManager.close_all_connections()


def _explain(message: str, project: Project) -> str:
    if "Could not set lock" in message or "Conflicting lock" in message:
        process = re.search(r"\(PID (\d+)\)", message)
        who = f" (process {process[1]})" if process else ""
        return (
            f"{project.warehouse.name} is open in another program{who}, so it cannot be built. "
            "Close that program; readers should open the published copy instead."
        )
    return f"dbt could not run: {_first_lines(message)}"


def _failure_text(summary: BuildSummary, project: Project) -> str:
    lines = [f"The build failed in {len(summary.failures)} places; the published copy is as it was."]
    for name, message in summary.failures[:SHOWN_FAILURES]:
        lines += [f"  {name}", *(f"    {line}" for line in message.splitlines())]
    if len(summary.failures) > SHOWN_FAILURES:
        lines.append(f"  and {len(summary.failures) - SHOWN_FAILURES} more")
    lines.append(f"All of it is in {project.root / 'logs' / 'dbt.log'}; the next build goes on from here.")
    return "\n".join(lines)


def _first_lines(message: str, lines: int = 4) -> str:
    kept = [line.strip() for line in message.splitlines() if line.strip()]
    return "\n".join(kept[:lines])
