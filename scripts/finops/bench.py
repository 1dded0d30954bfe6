"""What each step costs: seconds and peak memory, beside what DuckDB alone needs for the same files.

Every step is a process of its own, so that its peak memory is its own. The floor copies the same exports
into tables and makes one grouped pass over each: no pipeline that keeps the data can be faster.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from finops.landing import read_ledger
from finops.landing.ledger import newest_whole, rows_of
from finops.landing.sql import glob_free, quote
from finops.project import FinopsError, Project
from finops.screen import count, print_table

Progress = Callable[[str], None]

GENERATE = """
import sys
from pathlib import Path
from finops.demo import generate
generate(Path(sys.argv[1]), scale=float(sys.argv[2]))
"""
LAND = """
import json, sys
from pathlib import Path
from finops.landing import land
from finops.project import find_project
folder = Path(sys.argv[1])
for step in json.loads((folder / "manifest.json").read_text())["steps"]:
    paths = [str(folder / path) for path in step["paths"]]
    report = land(find_project(), paths, source=step["source"], scope=step["scope"],
                  delivered_at=step["delivered_at"], confirm=lambda _: True)
    assert report.ok, report
"""
LAND_AGAIN = """
import sys
from finops.landing import land
from finops.project import find_project
assert land(find_project(), sys.argv[1:], confirm=lambda _: True).ok
"""
FLOOR = """
import sys
from finops.bench import floor
floor(sys.argv[1], sys.argv[2])
"""
MEASURED = "measured.txt"
LAND_POOLS = """
import sys
from finops.bench import land_pools
land_pools(sys.argv[1], int(sys.argv[2]))
"""
# About a tenth of the demo's charges, wherever its own rules send the rest.
POOLED_SERVICES = ("Amazon Simple Storage Service", "Amazon CloudWatch")
ALLOCATION = "path:models/marts/allocation"
AMOUNTS = (("BilledCost", "ChargePeriodStart"), ("line_item_unblended_cost", "line_item_usage_start_date"))
BUILD = ["-m", "dbt.cli.main", "build", "--quiet"]
COMPILE = """
import sys
from pathlib import Path
from dbt.cli.main import dbtRunner
outcome = dbtRunner().invoke(["compile", "--quiet", "--inline", sys.argv[1]])
assert outcome.success, outcome.exception
Path(sys.argv[2]).write_text(outcome.result.results[0].node.compiled_code)
"""
BRIDGE = """
import sys
from finops.bench import bridge
bridge(sys.argv[1], int(sys.argv[2]))
"""
BRIDGE_FACTORS = [f"factor_{number}" for number in range(10)]
LEAVES_OF_A_SCOPE, CLASSES_OF_A_LEAF = 10, 5
PUBLISH = """
from finops.project import find_project
from finops.publishing import publish
publish(find_project())
"""


@dataclass
class Step:
    """One measured step: seconds on the clock and of all processors. `peak_memory` in bytes."""

    name: str
    seconds: float
    processor_seconds: float
    peak_memory: int


@dataclass
class Bench:
    """The measured steps, and how much went through them."""

    steps: list[Step]
    files: int
    bytes: int
    charges: int
    requests: int


def run_bench(project: Project, scale: float, targets: int, progress: Progress) -> Bench:
    """Run every step once on demo exports of `scale` in a home of its own, and remove it afterwards.

    With `targets` the charges of POOLED_SERVICES are pools that so many teams share by their headcount of the
    month, and the allocation is built anew as a step of its own.

    Raises FinopsError when a step fails, with what it printed; the home of it stays until the next bench, and
    in it `measured.txt`, a line per step so far.
    """
    home = project.home / "build" / "bench"
    shutil.rmtree(home, ignore_errors=True)
    exports = home / "exports"
    (home / "warehouse").mkdir(parents=True)
    own = Project(project.root, home)
    steps: list[Step] = []

    def measure(name: str, *arguments: str) -> None:
        progress(name)
        step = _measure(own, name, list(arguments))
        steps.append(step)
        with open(home / MEASURED, "a", encoding="utf-8") as handle:
            handle.write(
                f"{step.name}: {step.seconds:.1f} s, {step.processor_seconds:.1f} processor seconds,"
                f" {step.peak_memory / 1e6:,.0f} MB\n"
            )

    measure("write the exports", "-c", GENERATE, str(exports), str(scale))
    measure(
        "floor: DuckDB copies and groups the exports",
        "-c",
        FLOOR,
        str(exports),
        str(home / "floor.duckdb"),
    )
    (home / "floor.duckdb").unlink()
    measure("land", "-c", LAND, str(exports))
    if targets:
        measure(f"land pools for {targets} targets", "-c", LAND_POOLS, str(home), str(targets))
    measure("build, with all tests", *BUILD)
    if targets:
        measure("allocate anew, with all tests", *BUILD, "--full-refresh", "-s", ALLOCATION)
    measure("build again, nothing new", *BUILD)
    again = _other_month(own, home)
    measure("land one source-month again", "-c", LAND_AGAIN, str(again))
    measure("build that source-month, with all tests", *BUILD)
    measure("publish", "-c", PUBLISH)
    measure("publish again, nothing new", "-c", PUBLISH)
    files = [path for path in exports.rglob("*") if path.is_file()]
    with duckdb.connect(str(home / "warehouse" / "ai_finops.duckdb"), read_only=True) as con:
        charges, requests = con.execute(
            "select (select count(*) from core.fct_costs), (select count(*) from core.fct_ai_requests)"
        ).fetchone() or (0, 0)
    size = sum(path.stat().st_size for path in files)
    shutil.rmtree(home)
    return Bench(steps, len(files), size, charges, requests)


def run_bridge_bench(project: Project, scopes: int, progress: Progress) -> list[Step]:
    """Measure the cost bridge alone: Shapley values and footing of generated leaves of `scopes` scopes.

    Raises FinopsError when a step fails, which it does where a scope does not foot.
    """
    home = project.home / "build" / "bench"
    shutil.rmtree(home, ignore_errors=True)
    (home / "warehouse").mkdir(parents=True)
    own = Project(project.root, home)
    query = str(home / "bridge.sql")
    steps = []
    for name, arguments in {
        "compile the macros, with a parse of the project": ["-c", COMPILE, bridge_query(), query],
        f"bridge of {scopes:,} scopes and {len(BRIDGE_FACTORS)} drivers": ["-c", BRIDGE, query, str(scopes)],
    }.items():
        progress(name)
        steps.append(_measure(own, name, arguments))
    shutil.rmtree(home)
    return steps


def bridge_query() -> str:
    """The bridge of a table `terms`, as its model makes it: values, their sums by leaf, footing."""
    keys = ["scope", "leaf", "cost_base", "cost_compared"]
    added = ", ".join(f"cast(sum({factor}) as decimal(38, 12)) as {factor}" for factor in BRIDGE_FACTORS)
    grouped = f"select {', '.join(keys)}, {added}, cost_compared - cost_base as change from valued"
    return (
        f"with valued as ({{{{ shapley('terms', {keys}, {BRIDGE_FACTORS}) }}}}),"
        f" leaves as ({grouped} group by {', '.join(keys)})"
        f" {{{{ footed('leaves', {keys}, {BRIDGE_FACTORS}, 'change') }}}}"
    )


def bridge(query: str, scopes: int) -> int:
    """Make leaves of `scopes` scopes and their bridge with the SQL in the file `query`; count its drivers.

    Raises FinopsError where the drivers of a scope do not add up to the change of its cost.
    """
    con = duckdb.connect()
    sides = ("base", "compared")
    # Any numbers from 0.5 to 1.5; the same on each run.
    values = ", ".join(
        f"0.5 + hash(scope, leaf, class, '{factor}_{side}') / 18446744073709551615.0 as {factor}_{side}"
        for side in sides
        for factor in BRIDGE_FACTORS
    )
    products = ", ".join(
        f"cast(sum({' * '.join(f'{factor}_{side}' for factor in BRIDGE_FACTORS)}) over"
        f" (partition by scope, leaf) as decimal(28, 12)) as cost_{side}"
        for side in sides
    )
    con.execute(
        f"create table terms as select *, {products} from (select *, {values}"
        f" from range({scopes}) as s (scope), range({LEAVES_OF_A_SCOPE}) as l (leaf),"
        f" range({CLASSES_OF_A_LEAF}) as c (class))"
    )
    con.execute(f"create table leaves as {Path(query).read_text(encoding='utf-8')}")
    drivers = ", ".join(f"sum({factor}) as {factor}" for factor in BRIDGE_FACTORS)
    con.execute(
        f"create table drivers as unpivot (select scope, sum(cost_compared - cost_base) as change, {drivers}"
        f" from leaves group by scope) on {', '.join(BRIDGE_FACTORS)} into name driver value amount"
    )
    (wrong,) = con.execute(
        "select count(*) from (select scope from drivers group by scope, change having sum(amount) != change)"
    ).fetchone() or (None,)
    (made,) = con.execute("select count(*) from drivers").fetchone() or (0,)
    if wrong or made != scopes * len(BRIDGE_FACTORS):
        raise FinopsError(f"The bridge of {wrong} scopes does not foot; {made} drivers were made.")
    return int(made)


def _measure(project: Project, name: str, arguments: list[str]) -> Step:
    """Run Python with `arguments` in the project's root and return its wall time and peak memory."""
    environment = {
        **os.environ,
        "AI_FINOPS_HOME": str(project.home),
        "DBT_PROFILES_DIR": str(project.root / "profiles"),
        "DBT_TARGET_PATH": str(project.home / "target"),
    }
    environment.pop("AI_FINOPS_WAREHOUSE", None)
    log = project.home / "step.log"
    start = time.monotonic()
    with open(log, "wb") as handle:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=project.root,
            env=environment,
            stdout=handle,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    if status:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise FinopsError(f"The step {name!r} failed, its home is {project.home}:\n{tail}")
    # Linux gives kilobytes, macOS bytes.
    peak_memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Step(name, seconds, usage.ru_utime + usage.ru_stime, peak_memory)


def land_pools(folder: str, targets: int) -> None:
    """Land rules that share POOLED_SERVICES by headcount, and the headcount of `targets` teams per month."""
    from finops.landing import land
    from finops.project import find_project

    project = find_project()
    months = sorted({entry["billing_period"] for entry in read_ledger(project)} - {None})
    rules = [
        f"pool-{number},1,{10 + number},business,{service},usage_driver,headcount,month,team,platform"
        for number, service in enumerate(POOLED_SERVICES)
    ]
    teams = [
        f"{month}-01,month,headcount,team-{number:04d},{number % 17 + 1}"
        for month in months
        for number in range(targets)
    ]
    lists = {
        "allocation_rules.csv": [
            "rule_id,version,priority,stage,filter_service,method,driver,driver_grain,target_kind,owner",
            *rules,
        ],
        "business_drivers.csv": ["driver_date,grain,driver,team,quantity", *teams],
    }
    for name, lines in lists.items():
        (Path(folder) / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert land(project, [str(Path(folder) / name) for name in lists], confirm=lambda _: True).ok


def _other_month(project: Project, home: Path) -> Path:
    """Write the largest month of the AWS report again, one line item short, and return the file."""
    months = [entry for entry in read_ledger(project) if entry["source_name"] == "aws_cur"]
    entry = max(months, key=rows_of)
    group = [one for one in months if one["billing_period"] == entry["billing_period"]]
    newest = newest_whole(group) or entry
    folder = project.landing / newest["source_name"] / newest["delivery_id"]
    target = home / "again.parquet"
    files = ", ".join(glob_free(str(path)) for path in sorted(folder.glob("line_items.*.typed.parquet")))
    duckdb.connect().execute(
        "copy (select * exclude (_delivery_id, _source_file, _content_hash, _source_row, _loaded_at)"
        f" from read_parquet([{files}]) where _source_row > 1) to {quote(str(target))} (format parquet)"
    )
    return target


def floor(exports: str, database: str) -> None:
    """Copy each export of a demo into a table as text, and make one grouped pass over it, with nothing
    but DuckDB.
    """
    manifest = json.loads((Path(exports) / "manifest.json").read_text(encoding="utf-8"))
    con = duckdb.connect(database)
    con.execute("set preserve_insertion_order = false")
    for number, file in enumerate(manifest["files"]):
        path = str(Path(exports) / file["path"])
        plain = path.removesuffix(".gz")
        if plain.endswith(".parquet"):
            reader = f"read_parquet({glob_free(path)})"
        elif plain.endswith(".csv"):
            reader = f"read_csv({glob_free(path)}, all_varchar = true, header = true)"
        elif plain.endswith(".prom"):
            reader = f"read_text({glob_free(path)})"
        else:
            reader = f"read_json_objects({glob_free(path)}, maximum_object_size = 1000000000)"
        con.execute(f"create table export_{number} as select * from {reader}")
        columns = [row[0] for row in con.execute(f"describe export_{number}").fetchall()]
        for amount, day in AMOUNTS:
            if amount in columns:
                money = f'cast(cast("{amount}" as varchar) as decimal(28, 12))'
                con.execute(
                    f'select left(cast("{day}" as varchar), 10), sum({money}) from export_{number} group by 1'
                ).fetchall()


def print_steps(steps: list[Step]) -> None:
    """Print measured steps that have no floor beside them."""
    print_table(
        "Cost bridge",
        ("step", "seconds", "processor seconds", "peak MB"),
        [
            (
                step.name,
                f"{step.seconds:.1f}",
                f"{step.processor_seconds:.1f}",
                f"{step.peak_memory / 1e6:,.0f}",
            )
            for step in steps
        ],
        right=("seconds", "processor seconds", "peak MB"),
    )


def print_bench(bench: Bench) -> None:
    """Print the measured steps, each beside the floor by processor seconds: other work disturbs them less."""
    floor_seconds = next(step.processor_seconds for step in bench.steps if step.name.startswith("floor"))
    print_table(
        f"{count(bench.charges)} charges and {count(bench.requests)} requests"
        f" out of {count(bench.files)} files, {bench.bytes / 1e6:,.1f} MB",
        ("step", "seconds", "processor seconds", "times the floor", "peak MB"),
        [
            (
                step.name,
                f"{step.seconds:.1f}",
                f"{step.processor_seconds:.1f}",
                f"{step.processor_seconds / floor_seconds:.1f}",
                f"{step.peak_memory / 1e6:,.0f}",
            )
            for step in bench.steps
        ],
        right=("seconds", "processor seconds", "times the floor", "peak MB"),
    )
