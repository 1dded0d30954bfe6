"""What the landing tests share: a home of its own, landing into it, and readers that are not the lander's."""

import csv
import gzip
import io
import json
import multiprocessing
import os
import resource
import sys
import traceback
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from finops import locks
from finops.landing import export_quarantine, land, ledger, read_ledger
from finops.landing.ledger import delivery_folder
from finops.landing.report import DeliveryOutcome, FileOutcome, LandReport
from finops.project import FinopsError, Project

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = ROOT / "tests" / "fixtures" / "exports"
LANDER = sys.modules[land.__module__]
TWELVE = Decimal("1e-12")
# Header and a row of a small FOCUS file, for tests that write their own.
FOCUS_COLUMNS = [
    "BilledCost",
    "EffectiveCost",
    "BillingAccountId",
    "BillingCurrency",
    "BillingPeriodStart",
    "BillingPeriodEnd",
    "ChargeCategory",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "InvoiceId",
    "ProviderName",
    "ChargeDescription",
    "Tags",
]


class Kit:
    """Lands into a home under `folder` and looks at what lies there afterwards."""

    def __init__(self, folder: Path, has_door: bool = False) -> None:
        self.folder = folder
        self.has_door = has_door
        self.project = Project(root=ROOT, home=folder / "home")

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file to land, and return its path."""
        path = self.folder / "exports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_bytes(content.encode())
        else:
            path.write_bytes(content)
        return path

    def land(self, *paths: Path | str, **options: Any) -> LandReport:
        """Land in this process; without the checks at the door, which take a second, unless asked for."""
        with nullcontext() if self.has_door else patch.object(LANDER, "_check_at_the_door"):
            return land(self.project, [str(path) for path in paths], **options)

    def land_one(self, path: Path | str, **options: Any) -> FileOutcome:
        """Land one file and return what became of it."""
        report = self.land(path, **options)
        assert len(report.files) == 1, report.files
        return report.files[0]

    def ledger(self, source: str | None = None) -> list[dict[str, Any]]:
        return [one for one in read_ledger(self.project) if source in (None, one["source_name"])]

    def rows(self, sql: str, source: str = "*", kind: str = "*") -> list[tuple]:
        """Run `sql` on relation `landed`: all landed data files of a source as they are."""
        con = duckdb.connect()
        pattern = str(self.project.landing / source / "*" / f"*.{kind}.parquet").replace("'", "''")
        con.execute(f"create view landed as select * from read_parquet('{pattern}', union_by_name = true)")
        return con.execute(sql).fetchall()

    def quarantine(self) -> list[tuple]:
        """Return (source_row, column_name, reason, record) of all that is set aside."""
        files = sorted(self.project.landing.glob("*/*/quarantine.parquet"))
        con = duckdb.connect()
        return [
            row
            for file in files
            for row in con.execute(
                "select source_row, column_name, reason, record from read_parquet(?) order by all",
                [str(file)],
            ).fetchall()
        ]

    def snapshot(self) -> dict[str, int]:
        """Return every file in `landing/` that is not the lock, with its time of change."""
        return {
            str(path.relative_to(self.project.landing)): path.stat().st_mtime_ns
            for path in self.project.landing.rglob("*")
            if path.is_file() and path.name != ".lock"
        }

    def export_quarantine(self, delivery_id: str, name: str) -> Path:
        return export_quarantine(self.project, delivery_id, self.folder / "exports" / name)

    def check(self) -> None:
        """Ledger and data agree in rows and money, and every file's records are accounted for."""
        con = duckdb.connect()
        for entry in self.ledger():
            folder = delivery_folder(self.project, entry)
            for table in entry["tables"]:
                files = [str(one) for one in folder.glob(f"{table['table_name']}.*.parquet")]
                found = sum(
                    con.execute("select count(*) from read_parquet(?)", [file]).fetchone()[0]  # type: ignore[index]
                    for file in files
                )
                assert found == table["rows"], (entry["delivery_id"], found, table)
            for file in entry["files"]:
                assert file["rows_in_file"] == file["rows_landed"] + file["rows_quarantined"], file
        assert not list((self.project.landing / ".staging").glob("*")), "staging is not swept"


def focus_row(cost: str, **changes: str) -> dict[str, str]:
    row = dict.fromkeys(FOCUS_COLUMNS, "")
    row |= {
        "BilledCost": cost,
        "EffectiveCost": cost,
        "BillingAccountId": "0012",
        "BillingCurrency": "USD",
        "BillingPeriodStart": "2026-09-01T00:00:00Z",
        "BillingPeriodEnd": "2026-10-01T00:00:00Z",
        "ChargeCategory": "Usage",
        "ChargePeriodStart": "2026-09-03T00:00:00Z",
        "ChargePeriodEnd": "2026-09-04T00:00:00Z",
        "ProviderName": "Nimbus",
    }
    return row | changes


def focus_csv(rows: list[dict[str, str]], columns: list[str] | None = None, delimiter: str = ",") -> str:
    """Return a FOCUS CSV of `rows` as text."""
    text = io.StringIO()
    names = columns or list(dict.fromkeys([*FOCUS_COLUMNS, *(key for row in rows for key in row)]))
    writer = csv.DictWriter(
        text, names, delimiter=delimiter, lineterminator="\n", restval="", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def focus_lines(costs: list[str], **changes: str) -> str:
    """Return a FOCUS CSV with a line per cost, told apart by their description."""
    return focus_csv(
        [focus_row(cost, ChargeDescription=f"line {i}", **changes) for i, cost in enumerate(costs)]
    )


def text_of(path: Path) -> str:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as handle:
        return handle.read().decode("utf-8-sig")


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the records of a CSV file by Python's own reader."""
    csv.field_size_limit(1 << 30)
    return csv.DictReader(io.StringIO(text_of(path), newline=""))


def results_of(path: Path) -> list[dict[str, Any]]:
    """Return the results of all buckets of API pages; numbers with a point stay decimal."""
    content = json.loads(text_of(path), parse_float=Decimal)
    pages = content if isinstance(content, list) else [content]
    return [result for page in pages for bucket in page["data"] for result in bucket["results"]]


def exact(value: Any) -> Decimal:
    """Return an amount as the lander must read it: its text, rounded half away from zero at 12 places."""
    try:
        with localcontext() as context:
            context.prec = 60
            return Decimal(str(value)).quantize(TWELVE, ROUND_HALF_UP)
    except InvalidOperation:
        raise AssertionError(f"not a number: {value!r}") from None


def total(values: Iterator[Any] | list[Any]) -> Decimal:
    return sum((exact(value) for value in values), Decimal(0))


def billed(entries: list[dict[str, Any]]) -> Decimal:
    """Return the billed total the ledger states for `entries`."""
    return sum(
        (
            Decimal(file["billed_total"])
            for entry in entries
            for file in entry["files"]
            if file["billed_total"]
        ),
        Decimal(0),
    )


def only(outcomes: list[DeliveryOutcome]) -> DeliveryOutcome:
    assert len(outcomes) == 1, outcomes
    return outcomes[0]


@dataclass
class Done:
    """How a process that landed ended: its exit code (negative for a signal) and an outcome a line."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Ailment:
    """What is wrong with the process: it is killed at a step, is nobody, or may write no file over a size."""

    kill_at: str = ""
    is_nobody: bool = False
    file_size: int | None = None
    lock_seconds: float | None = None

    def befall(self) -> None:
        if self.kill_at:
            os.environ["AI_FINOPS_KILL_AT"] = self.kill_at
        if self.file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_size, self.file_size))
        if self.lock_seconds is not None:
            ledger.hold = partial(locks.hold, wait_seconds=self.lock_seconds)
        if self.is_nobody:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)


def _land_here(home: str, paths: list[str], ailment: Ailment, pipe: Connection) -> None:
    project = Project(root=ROOT, home=Path(home))
    try:
        ailment.befall()
        report = land(project, paths)
        outcomes = (*report.files, *report.deliveries)
        pipe.send((0, "\n".join(f"{one.outcome} | {one.reason} | {one.what_to_do}" for one in outcomes), ""))
    except FinopsError as error:
        pipe.send((3, f"FinopsError | {error}", ""))
    except BaseException:
        pipe.send((1, "", traceback.format_exc()))


# Processes fork from a server that has imported all there is to import, which takes seconds, once.
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    ["finops.landing", "sqlalchemy", "great_expectations.execution_engine.sqlalchemy_execution_engine"]
)
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")


class Landing:
    """A landing in a process of its own."""

    def __init__(self, kit: Kit, *paths: Path | str, **ailment: Any) -> None:
        self.pipe, end = _SERVER.Pipe(duplex=False)
        arguments = (str(kit.project.home), list(map(str, paths)), Ailment(**ailment), end)
        self.process = _SERVER.Process(target=_land_here, args=arguments)
        self.process.start()
        end.close()

    def wait(self, seconds: float = 120) -> Done | None:
        """Return how it ended, None if it is still at it after `seconds`."""
        told = None
        with suppress(EOFError):
            told = self.pipe.recv() if self.pipe.poll(seconds) else None
            if told is None:
                return None
        self.process.join(60)
        return Done(*told) if told else Done(self.process.exitcode or 0, "", "")

    def kill(self) -> None:
        self.process.kill()


def land_apart(kit: Kit, *paths: Path | str, **ailment: Any) -> Done:
    """Land in a process of its own: exit code 3 for a FinopsError, 1 with a traceback for any other error."""
    done = Landing(kit, *paths, **ailment).wait()
    assert done is not None, "still landing"
    return done
