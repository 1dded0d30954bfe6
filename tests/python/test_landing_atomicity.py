"""Killed at any moment: every delivery is whole or absent, the ledger agrees, and landing again completes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finops.landing.boundaries import STEPS
from finops.landing.ledger import counting, same_month
from finops.project import Project
from landing_kit import (
    EXPORTS,
    ROOT,
    Kit,
    Landing,
    billed,
    focus_csv,
    focus_lines,
    focus_row,
    land_apart,
)


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path, has_door=True)


def folders(kit: Kit, name: str) -> set[Path]:
    """Return the folders of committed deliveries that hold a file called `name`."""
    found = {path.parent for path in kit.project.landing.glob(f"*/*/{name}")}
    return {folder for folder in found if folder.parent.name != ".staging"}


def two_months(kit: Kit) -> Path:
    """A file that makes two deliveries and sets a record aside, so that a kill may fall between them."""
    rows = [focus_row("1.25"), focus_row("2", BillingPeriodStart="2026-08-01"), focus_row("bad")]
    return kit.write("a.csv", focus_csv(rows))


@pytest.mark.parametrize("step", STEPS)
def test_kill_at_every_step(kit: Kit, step: str) -> None:
    kit.land(EXPORTS / "focus/azure_2026-09.csv", is_demo=True)
    path, other = two_months(kit), kit.write("b.csv", focus_lines(["4"], BillingAccountId="77"))
    done = land_apart(kit, path, other, kill_at=step)
    assert done.returncode == -signal.SIGKILL, done
    # What the ledger states is there whole; nothing else is.
    landed = [one for one in kit.ledger() if not one["is_demo"]]
    assert {billed([one]) for one in landed} <= {Decimal("1.25"), Decimal(2), Decimal(4)}
    whole = {str(p.parent) for p in kit.project.landing.glob("*/*/load.json")}
    assert {
        str(p.parent) for p in kit.project.landing.glob("*/*/*.parquet") if ".staging" not in str(p)
    } == whole
    again = land_apart(kit, path, other)
    assert (again.returncode, again.stderr) == (0, "")
    own = [one for one in kit.ledger() if not one["is_demo"]]
    assert own == kit.ledger(), "the demo is still there"
    assert sorted(billed([one]) for one in own) == [Decimal("1.25"), Decimal(2), Decimal(4)]
    assert len(kit.quarantine()) == 1
    kit.check()
    before = kit.snapshot()
    assert {one.outcome for one in kit.land(path, other).files} == {"already landed"}
    assert kit.snapshot() == before


@pytest.mark.parametrize("step", ["after_rename", "demo_removed"])
def test_kill_while_a_month_is_replaced(kit: Kit, step: str) -> None:
    kit.land(kit.write("old.csv", focus_lines(["1", "2"])))
    new = kit.write("new.csv", focus_lines(["3", "4"]))
    assert land_apart(kit, new, kill_at=step).returncode == -signal.SIGKILL
    assert billed(counting(kit.ledger())) == Decimal(7)
    kit.land(new)
    assert len(kit.ledger()) == 2 and billed(counting(kit.ledger())) == Decimal(7)
    kit.check()


def test_kill_while_a_delivery_is_taken_out(kit: Kit) -> None:
    """Gone from the ledger at once, and its remains are swept by the next landing."""
    kit.land(kit.write("a.csv", focus_lines(["1"])))
    code = (
        "import os, shutil, signal, sys\nfrom pathlib import Path\nfrom finops.landing import ledger\n"
        "from finops.project import Project\n"
        "shutil.rmtree = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "ledger.unland(Project(root=Path.cwd(), home=Path(sys.argv[1])), sys.argv[2])\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    arguments = [sys.executable, "-c", code, str(kit.project.home), kit.ledger()[0]["delivery_id"]]
    assert subprocess.run(arguments, env=environment, check=False).returncode == -signal.SIGKILL
    assert kit.ledger() == [] and kit.quarantine() == []
    con = duckdb.connect()
    found = con.execute("select file from glob(?)", [f"{kit.project.landing}/*/*/load.json"]).fetchall()
    assert found == []
    kit.land(kit.write("b.csv", focus_lines(["2"])))
    kit.check()


# ---------------------------------------------------------------- twenty kills at random


def big_months(kit: Kit, rows: int, kind: str) -> tuple[list[Path], dict[str, Decimal]]:
    """Write a file per two months, `rows` records in all; return them and the money of each month."""
    con = duckdb.connect()
    paths = []
    for number, months in enumerate((("2026-06", "2026-07"), ("2026-08", "2026-09"))):
        path = kit.write(f"big_{number}.{kind}", "")
        con.execute(
            f"copy (select case when i % 1000000 = 77 then 'broken' else (i % 9973)::varchar || '.' ||"
            f" lpad((i % 97)::varchar, 2, '0') end as BilledCost, '0012' as BillingAccountId,"
            f" 'USD' as BillingCurrency,"
            f" case when i % 2 = 0 then '{months[0]}' else '{months[1]}' end || '-01' as BillingPeriodStart,"
            f" case when i % 2 = 0 then '{months[0]}' else '{months[1]}' end || '-28' as BillingPeriodEnd,"
            f" 'Usage' as ChargeCategory, '{months[0]}-03' as ChargePeriodStart,"
            f" '{months[0]}-04' as ChargePeriodEnd,"
            f" 'Nimbus' as ProviderName, md5(i::varchar) as ResourceId, 'line ' || i as ChargeDescription,"
            f" '{{\"team\": \"t' || i % 7 || '\"}}' as Tags from range({rows // 2}) as t(i)) to '{path}'"
            f" ({'header' if kind == 'csv' else 'format parquet'})"
        )
        paths.append(path)
    money: dict[str, Decimal] = {}
    for path in paths:
        reader = "read_csv(?, all_varchar = true)" if kind == "csv" else "read_parquet(?)"
        for period, total in con.execute(
            f"select left(BillingPeriodStart, 7), sum(BilledCost::decimal(18, 2)) from {reader}"
            " where BilledCost <> 'broken' group by 1",
            [str(path)],
        ).fetchall():
            money[period] = total
    return paths, money


@pytest.mark.prove
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_twenty_kills_at_random(kit: Kit, kind: str) -> None:
    """A load of five seconds or more, killed twenty times at random moments, then once more to its end."""
    rows, seconds = 1_000_000, 0.0

    def start(home: Path) -> Landing:
        kit.project = Project(root=ROOT, home=home)
        return Landing(kit, *paths)

    while seconds < 5:
        paths, money = big_months(kit, rows, kind)
        Landing(kit).wait()
        began = time.monotonic()
        done = start(kit.folder / "measured").wait(600)
        seconds = time.monotonic() - began
        assert done is not None and done.returncode == 0, done
        shutil.rmtree(kit.project.home)
        rows *= 2
    drawn = random.Random(20)
    home, killed = kit.folder / "home0", 0
    while killed < 20:
        landing = start(home)
        # Every other kill falls into the last fifth, where deliveries are written and renamed.
        if (
            landing.wait(seconds * (drawn.uniform(0.8, 1.0) if killed % 2 else drawn.uniform(0.02, 0.8)))
            is None
        ):
            landing.kill()
            landing.process.join()
            killed += 1
        for entry in kit.ledger():
            assert billed([entry]) == money[entry["billing_period"]]
        assert folders(kit, "cost_and_usage.*.parquet") == folders(kit, "load.json")
        if len(kit.ledger()) == len(money) and killed < 20:
            shutil.rmtree(home)
            home = kit.folder / f"home{killed}.{drawn.random()}"
    done = start(home).wait(600)
    assert done is not None and done.returncode == 0, done
    entries = kit.ledger()
    assert {one["billing_period"]: billed([one]) for one in entries} == money
    for period, total in money.items():
        month = same_month(entries, "focus", "Nimbus/0012", period, "cost_and_usage")
        assert len(month) == 1 and billed(counting(month)) == total
    landed = kit.rows(
        "select left(BillingPeriodStart, 7), sum(BilledCost::decimal(18, 2)) from landed group by 1"
    )
    assert dict(landed) == money
    kit.check()
