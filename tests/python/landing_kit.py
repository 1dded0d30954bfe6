"""What the landing tests share: a home of its own, landing into it, and readers that are not the lander's."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from pathlib import Path
from typing import Any

import duckdb

from finops.landing import export_quarantine, land, read_ledger
from finops.landing.ledger import delivery_folder
from finops.landing.report import DeliveryOutcome, FileOutcome, LandReport
from finops.project import Project

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = ROOT / "tests" / "fixtures" / "exports"
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

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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


def python(code: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `code` in another Python with the project's modules, and return what it printed."""
    extra = options.pop("extra", {})
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"} | extra
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        **options,
    )


IMPORTS = """
import sys
from pathlib import Path
import duckdb
from finops.landing import land
from finops.project import FinopsError, Project
"""
LAND = """
home, *paths = sys.argv[1:]
try:
    report = land(Project(root=Path.cwd(), home=Path(home)), paths)
    for one in (*report.files, *report.deliveries):
        print(one.outcome, one.reason, one.what_to_do, sep=" | ")
except FinopsError as error:
    print("FinopsError |", error)
    sys.exit(3)
"""


def land_apart(kit: Kit, *paths: Path | str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Land in a process of its own: an outcome a line; exit code 3 for a FinopsError, 1 for a traceback."""
    code = IMPORTS + options.pop("before", "") + LAND
    return python(code, str(kit.project.home), *map(str, paths), cwd=ROOT, **options)


Writer = Callable[[str, str | bytes], Path]
