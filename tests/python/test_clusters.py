"""Clusters alone: OpenCost's answers and DCGM's scrapes, against what other code makes of the same files."""

import json
import os
import re
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from finops.checking import check
from finops.landing.report import LANDED
from landing_kit import EXPORTS, Kit, csv_rows
from running_dbt import Dbt, make_home

SAMPLES = Path(os.environ.get("AI_FINOPS_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples")
PULLS = ("allocation_pull_1.json", "allocation_pull_2.json", "allocation_eu.json")
COSTS = {"cpu_cost": "cpuCost", "gpu_cost": "gpuCost", "ram_cost": "ramCost", "total_cost": "totalCost"}


def entries_of(path: Path) -> list[tuple[str, dict]]:
    sets = json.loads(path.read_text(), parse_float=Decimal)["data"]
    return [(key, entry) for one in sets if one for key, entry in one.items()]


def sums(entries: list[dict]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for ours, theirs in COSTS.items():
            found[ours] += Decimal(str(entry[theirs] or 0))
    return dict(found)


def test_entries_land_whole_by_cluster(tmp_path: Path) -> None:
    kit = Kit(tmp_path, has_door=True)
    for name in PULLS:
        outcome = kit.land_one(EXPORTS / "opencost_allocation" / name)
        rows = len(entries_of(EXPORTS / "opencost_allocation" / name))
        assert (outcome.outcome, outcome.rows_in_file, outcome.rows_quarantined) == (LANDED, rows, 0)
    assert {entry["delivery_scope"] for entry in kit.ledger()} == {"ml-prod", "eu-prod"}
    labels = kit.rows("select distinct properties_labels from landed where properties_labels is not null")
    assert [json.loads(text) for (text,) in labels] == [
        {"team": "research", "app.kubernetes.io/name": "pretrain"}
    ]
    kit.check()


def test_entries_without_a_cluster_have_a_scope(tmp_path: Path) -> None:
    kit = Kit(tmp_path, has_door=True)
    content = json.loads((EXPORTS / "opencost_allocation" / PULLS[2]).read_text())
    (entry,) = content["data"][0].values()
    entry["properties"] = {}
    kit.land_one(kit.write("bare.json", json.dumps(content)))
    kit.land_one(kit.write("named.json", json.dumps(content)), scope="edge")
    assert {one["delivery_scope"] for one in kit.ledger()} == {"default", "edge"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, dbt_of) -> tuple[Kit, Dbt]:  # type: ignore[no-untyped-def]
    """A company with clusters and nothing else: OpenCost and DCGM landed and all built."""
    kit = Kit(tmp_path_factory.mktemp("clusters"))
    for name in PULLS:
        kit.land_one(EXPORTS / "opencost_allocation" / name)
    kit.land(EXPORTS / "dcgm_metrics")
    for name in ("ocp_gpu_usage.csv", "ocp_gpu_usage_late.csv"):
        kit.land_one(EXPORTS / "openshift_gpu_usage" / name)
    kit.land(EXPORTS / "openshift_gpu_usage")
    make_home(kit.project.home)
    dbt = dbt_of(kit.project.home)
    tables = ("+fct_gpu_hours", "+fct_workload_allocations", "+fct_capacity_hours")
    run = dbt("build", "-s", *tables, "--indirect-selection", "cautious").check()
    assert run.warnings == []
    return kit, dbt


def test_newest_answer_of_a_day_counts(built: tuple[Kit, Dbt]) -> None:
    kit, _ = built
    counting: dict[tuple, dict] = {}
    for name in PULLS:
        pulled = entries_of(EXPORTS / "opencost_allocation" / name)
        days = {(entry["properties"]["cluster"], entry["window"]["start"]) for _, entry in pulled}
        counting = {key: entry for key, entry in counting.items() if key[:2] not in days}
        for key, entry in pulled:
            counting[entry["properties"]["cluster"], entry["window"]["start"], key] = entry
    with duckdb.connect(str(kit.project.warehouse), read_only=True) as con:
        (found,) = con.execute(
            f"select {{{', '.join(f'{ours!r}: sum({ours})' for ours in COSTS)}}}"
            " from core.fct_workload_allocations"
        ).fetchone()
        rows = con.execute("select count(*) from core.fct_workload_allocations").fetchone()[0]
        kinds = con.execute(
            "select allocation_kind, count(*) from core.fct_workload_allocations group by 1 order by 1"
        ).fetchall()
        broken = con.execute(
            "select count(*) from core.fct_workload_allocations where total_cost is distinct from"
            " cpu_cost + gpu_cost + coalesce(ram_cost, 0) + network_cost + load_balancer_cost + pv_cost"
            " + shared_cost + external_cost + adjustment_cost + rounding_cost"
        ).fetchone()[0]
        nodes = con.execute(
            "select distinct provider_name, provider_resource_id from core.fct_workload_allocations"
            " where provider_id is not null order by 1"
        ).fetchall()
        costs = con.execute("select count(*) from core.fct_costs").fetchone()[0]
    assert rows == len(counting)
    assert found == sums(list(counting.values()))
    assert kinds == [("idle", 3), ("unallocated", 3), ("unmounted", 3), ("workload", 8)]
    assert broken == 0 and costs == 0
    scale_set = (
        "/subscriptions/aaaa-1/resourcegroups/mc_eu/providers/microsoft.compute"
        "/virtualmachinescalesets/aks-gpu-vmss"
    )
    assert nodes == [("Amazon Web Services", "i-0fedcba9876543210"), ("Microsoft", scale_set)]


def test_files_and_staging_agree(built: tuple[Kit, Dbt]) -> None:
    kit, _ = built
    checked = {one.source: one for one in check(kit.project)}
    assert set(checked) == {"opencost_allocation", "dcgm_metrics", "openshift_gpu_usage"}
    assert not any(one.problems for one in checked.values()), checked
    landed = [entry for name in PULLS for _, entry in entries_of(EXPORTS / "opencost_allocation" / name)]
    by_quantity = {one.quantity: one.staged for one in checked["opencost_allocation"].sums}
    assert by_quantity == {COSTS[ours]: total for ours, total in sums(landed).items()}


def gpus_of(paths: list[Path]) -> dict[str, tuple[float, float]]:
    """Return hours seen and kWh of each GPU: readings at most 90 minutes apart speak for the time between."""
    readings: dict[str, dict[int, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for path in paths:
        stated = datetime.strptime("20260930T021500Z", "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        for line in path.read_text().splitlines():
            if line and not line.startswith("#"):
                head, _, tail = line.rpartition("}")
                value, *time = tail.split()
                moment = int(time[0]) if time else int(stated.timestamp() * 1000)
                uuid = re.search(r'UUID="([^"]+)"', head)[1]
                if float(value) < 9e18:
                    readings[uuid][moment][head.split("{")[0]] = float(value)
                readings[uuid][moment]["seen"] = 1
    found = {}
    for uuid, by_moment in readings.items():
        hours = joules = 0.0
        for before, after in pairwise(sorted(by_moment)):
            seconds = (after - before) / 1000
            if seconds > 5400:
                continue
            hours += seconds / 3600
            counter = [by_moment[at].get("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION") for at in (before, after)]
            if None not in counter:
                joules += (counter[1] - counter[0] if counter[1] >= counter[0] else counter[1]) / 1000
            else:
                joules += by_moment[after]["DCGM_FI_DEV_POWER_USAGE"] * seconds
        found[uuid] = (hours, joules / 3_600_000)
    return found


def test_gpu_hours_and_energy_are_those_of_the_scrapes(built: tuple[Kit, Dbt]) -> None:
    _, dbt = built
    expected = gpus_of(sorted((EXPORTS / "dcgm_metrics").iterdir()))
    rows = dbt.rows(
        "select gpu_uuid, sum(provisioned_hours), sum(energy_kwh) from core.fct_gpu_hours"
        " where source_name = 'dcgm_metrics' group by all"
    )
    assert len(rows) == len(expected) == 4
    for uuid, hours, energy in rows:
        assert (float(hours), float(energy)) == pytest.approx(expected[uuid], abs=1e-9), uuid
    # Two hours without a scrape are no hours, and nobody's part of a GPU is nobody's.
    assert dbt.rows(
        "select workload_state, round(sum(provisioned_hours), 6), sum(allocated_hours) = 0"
        " from core.fct_gpu_hours where source_name = 'dcgm_metrics' group by all order by 1"
    ) == [
        ("allocated", Decimal("9.714286"), False),
        ("idle", Decimal("3.142857"), True),
        ("unpartitioned", Decimal("1.142857"), True),
    ]


def held_hours(paths: list[Path]) -> dict[tuple[str, str], float]:
    """Return GPU hours by GPU and pod: the newest row of an hour, its part of the GPU, at most the hour."""
    newest = {}
    for path in paths:
        for row in csv_rows(path):
            hour = (row["interval_start"], row["gpu_uuid"], row["mig_instance_id"])
            newest[hour, row["namespace"], row["pod"]] = row
    held: dict[tuple[str, str], float] = defaultdict(float)
    for (hour, *_), row in newest.items():
        together = sum(float(one["gpu_pod_uptime"]) for (other, *_), one in newest.items() if other == hour)
        slices, of = int((row["mig_profile"] or "1g")[0]), 4 if row["gpu_model_name"] == "A30" else 7
        part = slices / of if row["mig_instance_id"] else 1
        held[row["gpu_uuid"], row["pod"]] += float(row["gpu_pod_uptime"]) / max(together, 3600) * part
    return held


def test_openshift_tells_who_held_a_gpu_and_not_what_stood_idle(built: tuple[Kit, Dbt]) -> None:
    _, dbt = built
    reports = EXPORTS / "openshift_gpu_usage"
    expected = held_hours([reports / "ocp_gpu_usage.csv", reports / "ocp_gpu_usage_late.csv"])
    rows = dbt.rows(
        "select gpu_uuid, pod_name, sum(allocated_hours), count(provisioned_hours) from core.fct_gpu_hours"
        " where source_name = 'openshift_gpu_usage' group by all"
    )
    assert {(uuid, pod): float(hours) for uuid, pod, hours, _ in rows} == pytest.approx(expected, abs=1e-9)
    assert {count for *_, count in rows} == {0}
    assert dbt.rows(
        "select distinct node_name, provider_resource_id from core.fct_gpu_hours"
        " where source_name = 'openshift_gpu_usage' and usage_date = date '2026-09-30' order by 1"
    ) == [("ocp-gpu-1", "i-0abcdef0123456789"), ("ocp-gpu-2", None)]


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the checkout")
def test_a_month_of_openshift_reports(tmp_path: Path, dbt_of) -> None:  # type: ignore[no-untyped-def]
    kit = Kit(tmp_path, has_door=True)
    files = sorted((SAMPLES / "openshift").iterdir())
    for file in files:
        assert kit.land_one(file).rows_landed == len(list(csv_rows(file)))
    dbt = dbt_of(make_home(kit.project.home))
    wanted = ("+fct_gpu_hours", "path:models/staging/openshift")
    dbt("run", "-s", *wanted).check()
    expected = held_hours([file for file in files if "gpu_usage" in file.name])
    rows = dbt.rows("select gpu_uuid, pod_name, sum(allocated_hours) from core.fct_gpu_hours group by all")
    assert {(uuid, pod): float(hours) for uuid, pod, hours in rows} == pytest.approx(expected, abs=1e-6)
    (checked,) = check(kit.project)
    assert not checked.problems, checked


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the checkout")
def test_the_documented_answer_lands(tmp_path: Path) -> None:
    sample = SAMPLES / "opencost" / "allocation_compute_0.json"
    kit = Kit(tmp_path, has_door=True)
    outcome = kit.land_one(sample)
    assert (outcome.outcome, outcome.source_name, outcome.rows_landed) == (
        LANDED,
        "opencost_allocation",
        len(entries_of(sample)),
    )
    assert [entry["delivery_scope"] for entry in kit.ledger()] == ["cluster-one"]
    landed = kit.rows("select _key, totalCost from landed order by _source_row")
    assert landed == [(key, str(entry["totalCost"])) for key, entry in entries_of(sample)]
