"""The steps of publishing: copy, hide, write Parquet, check, swap."""

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from finops.boundaries import boundary
from finops.expectations import exit as exit_suite
from finops.expectations.report import write_report
from finops.expectations.suites import Failure
from finops.locks import hold
from finops.project import FinopsError, Project
from finops.publishing import generations, pseudonyms
from finops.publishing.contract import PublicTable, public_tables, write_contract
from finops.publishing.copying import copy_tables
from finops.publishing.origins import origin
from finops.publishing.partitions import write_parquet

REPORT = "expectations.html"
STEPS = ("candidate_made", "copied", "parquet_written", "expectations_held", "sealed", "swapped", "finished")
SHOWN_FAILURES = 5


@dataclass(frozen=True)
class PublishedTable:
    """One published table: its rows, its Parquet files, and how many of these are the files of before."""

    full_name: str
    rows: int
    files: int
    files_linked: int


@dataclass
class PublishReport:
    """What publishing did. `is_unchanged`: the warehouse is as it was, so the current generation stays.

    `pseudonyms` counts the identities hidden, `words` the principals that are also the name of a team or the
    like.
    """

    generation: int
    folder: Path
    report: Path
    is_unchanged: bool = False
    tables: list[PublishedTable] = field(default_factory=list)
    pseudonyms: int = 0
    words: int = 0
    seconds: float = 0.0


def publish(project: Project, *, progress: Callable[[str], None] | None = None) -> PublishReport:
    """Publish the warehouse's public tables as a new generation and make it the current one in one rename.

    `progress` is told each step in words. Raises FinopsError where the warehouse is absent or being built,
    where an expectation fails or a person would be named; the current generation is then as it was.
    """
    started = monotonic()
    tell = progress or (lambda _: None)
    generations.folder(project).mkdir(parents=True, exist_ok=True)
    with hold(generations.folder(project) / ".lock", "finops publish"):
        tables = public_tables(project)
        key = pseudonyms.read_key(project)
        state = _state(project, tables, key)
        previous = generations.current(project)
        stamp = generations.stamp_of(previous)
        if previous and stamp.get("state") == state and _is_whole(previous, stamp):
            report = _report(previous, stamp, is_unchanged=True)
        else:
            report = _new_generation(project, tables, key, state, previous, tell)
        boundary("finished", STEPS)
    report.seconds = monotonic() - started
    return report


def _new_generation(
    project: Project,
    tables: list[PublicTable],
    key: bytes,
    state: str,
    previous: Path | None,
    tell: Callable[[str], None],
) -> PublishReport:
    candidate = generations.fresh_candidate(project)
    boundary("candidate_made", STEPS)
    try:
        stamp = _fill(project, tables, key, candidate, previous, tell)
    except BaseException:
        shutil.rmtree(candidate, ignore_errors=True)
        raise
    number = generations.next_number(project)
    stamp = {"generation": number, "published_at": datetime.now(UTC).isoformat(), "state": state, **stamp}
    (candidate / generations.STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    tell("swapping")
    generation = generations.seal(candidate, number)
    boundary("sealed", STEPS)
    generations.swap(project, generation)
    boundary("swapped", STEPS)
    generations.remove_old(project, {generation, *([previous] if previous else [])})
    shutil.rmtree(generations.refused(project), ignore_errors=True)
    return _report(generation, stamp)


def _fill(
    project: Project,
    tables: list[PublicTable],
    key: bytes,
    candidate: Path,
    previous: Path | None,
    tell: Callable[[str], None],
) -> dict[str, object]:
    """Write the candidate and hold it against the exit expectations. Returns what its stamp says of the
    tables."""
    database = candidate / generations.DATABASE
    tell(f"copying {len(tables)} tables")
    copied = copy_tables(project, tables, database, key)
    boundary("copied", STEPS)
    said = {}
    written = write_parquet(database, tables, candidate, previous, generations.stamp_of(previous))
    for number, (table, partitions, linked) in enumerate(written, start=1):
        tell(f"writing Parquet {number} of {len(tables)}: {table.full_name}")
        said[table.full_name] = {
            "rows": sum(one.rows for one in partitions),
            "files_linked": linked,
            "partitions": {one.file: {"rows": one.rows, "content": one.content} for one in partitions},
        }
    shutil.rmtree(candidate / ".spill", ignore_errors=True)
    write_contract(tables, candidate / exit_suite.CONTRACT)
    boundary("parquet_written", STEPS)
    tell("checking expectations")
    results = exit_suite.run(candidate)
    write_report(candidate / REPORT, "What is published, checked", results)
    failures = [result.failure() for result in results if not result.success]
    if failures:
        kept = generations.refused(project)
        kept.mkdir(parents=True, exist_ok=True)
        os.replace(candidate / REPORT, kept / REPORT)
        shown = "\n".join(f"  {_told(project, failure)}" for failure in failures[:SHOWN_FAILURES])
        raise FinopsError(
            f"{len(failures)} of {len(results)} expectations failed, so nothing was published and the copy"
            f" of before stays:\n{shown}\nAll of them, with rows: {kept / REPORT}\nCorrect the file and land"
            " it again, or take it out with `finops unland DELIVERY`; then run `finops refresh`."
        )
    boundary("expectations_held", STEPS)
    return {"tables": said, **asdict(copied)}


def _told(project: Project, failure: Failure) -> str:
    """Return a failure in words, with the files that the value in it was landed from."""
    files = origin(project, failure)
    return f"{failure}; {files}" if files else str(failure)


def _state(project: Project, tables: list[PublicTable], key: bytes) -> str:
    """Return a text that changes when the warehouse file, the public contract, the key or this code does."""
    warehouse = project.warehouse
    if not warehouse.is_file():
        raise FinopsError(f"{warehouse} is missing, so there is nothing to publish. Run `dbt build` first.")
    digest = hashlib.sha256(repr(tables).encode())
    for path in (warehouse, warehouse.with_name(f"{warehouse.name}.wal")):
        stat = path.stat() if path.exists() else None
        digest.update(repr(stat and (str(path), stat.st_ino, stat.st_size, stat.st_mtime_ns)).encode())
    code = Path(__file__).resolve().parents[1]
    for path in sorted([*(code / "publishing").glob("*.py"), *(code / "expectations").glob("*.py")]):
        digest.update(path.read_bytes())
    return hmac.new(key, digest.digest(), hashlib.sha256).hexdigest()


def _is_whole(generation: Path, stamp: dict) -> bool:
    """Say whether every file the stamp names lies there."""
    files = [generation / generations.DATABASE, generation / REPORT]
    for full_name, said in stamp["tables"].items():
        files += [generation / Path(*full_name.split(".")) / file for file in said["partitions"]]
    return all(file.is_file() for file in files)


def _report(generation: Path, stamp: dict, is_unchanged: bool = False) -> PublishReport:
    tables = [
        PublishedTable(full_name, said["rows"], len(said["partitions"]), said["files_linked"])
        for full_name, said in stamp["tables"].items()
    ]
    return PublishReport(
        stamp["generation"],
        generation,
        generation / REPORT,
        is_unchanged,
        tables,
        stamp["pseudonyms"],
        stamp["words"],
    )
