"""Every source lands from its own format: records and money as an independent reader finds them."""

import json
import os
import random
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finops.landing.sql import as_decimal
from landing_kit import EXPORTS, Kit, billed, csv_rows, exact, results_of, total

SAMPLES = Path(os.environ.get("AI_FINOPS_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples")


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path, has_door=True)


def csv_money(column: str):  # type: ignore[no-untyped-def]
    return lambda path: (len(list(csv_rows(path))), total([row[column] for row in csv_rows(path)]))


def csv_count(path: Path) -> tuple[int, None]:
    return len(list(csv_rows(path))), None


def openai_money(path: Path) -> tuple[int, Decimal]:
    return len(results_of(path)), total([one["amount"]["value"] for one in results_of(path)])


def anthropic_money(path: Path) -> tuple[int, Decimal]:
    return len(results_of(path)), total([Decimal(one["amount"]) / 100 for one in results_of(path)])


def page_count(path: Path) -> tuple[int, None]:
    return len(results_of(path)), None


def record_count(member: str) -> Callable[[Path], tuple[int, None]]:
    return lambda path: (len(json.loads(path.read_text())[member]), None)


def analytics_money(path: Path) -> tuple[int, Decimal]:
    rows = json.loads(path.read_text())["data"]
    return len(rows), total([Decimal(one["cost"]["amount"]) / 100 for one in rows])


def line_count(path: Path) -> tuple[int, None]:
    return len(path.read_text().splitlines()), None


def sample_count(path: Path) -> tuple[int, None]:
    lines = path.read_text().splitlines()
    return sum(1 for line in lines if line and not line.startswith("#")), None


def opencost_count(path: Path) -> tuple[int, None]:
    return sum(len(one) for one in json.loads(path.read_text())["data"] if one), None


EACH = {
    "focus/aws_2026-09_open.csv": csv_money("BilledCost"),
    "focus/azure_2026-09.csv": csv_money("BilledCost"),
    "focus/gcp_2026-09_a.csv": csv_money("BilledCost"),
    "focus/oci_2026-09.csv": csv_money("BilledCost"),
    "focus/multi_provider_focus_1_0.csv": csv_money("BilledCost"),
    "aws_cur/2026-09_open.csv": csv_money("line_item_unblended_cost"),
    "aws_cur/legacy_2026-08.csv": csv_money("lineItem/UnblendedCost"),
    "azure_cost/ea_actual_2026-09.csv": csv_money("Cost"),
    "azure_cost/ea_amortized_2026-09.csv": csv_money("Cost"),
    "azure_cost/mca_actual_2026-09.csv": csv_money("costInBillingCurrency"),
    "openai_costs/costs_page_1.json": openai_money,
    "openai_usage/completions_page_1.json": page_count,
    "openai_usage/embeddings_page_1.json": page_count,
    "anthropic_costs/cost_report_1.json": anthropic_money,
    "anthropic_usage/messages_1.json": page_count,
    "litellm_spend_logs/spend_logs.jsonl": line_count,
    "litellm_spend_logs/spend_logs_export.csv": csv_count,
    "openshift_gpu_usage/ocp_gpu_usage.csv": csv_count,
    "openshift_gpu_usage/ocp_pod_usage.csv": csv_count,
    "opencost_allocation/allocation_pull_2.json": opencost_count,
    "anthropic_claude_code/claude_code_2026-10-30.json": record_count("data"),
    "anthropic_analytics/analytics_cost_2026-10.json": analytics_money,
    "copilot_usage/copilot_billing_2026-10.csv": csv_money("net_amount"),
    "copilot_usage/copilot_ai_credits_2026-10.csv": csv_money("net_amount"),
    "copilot_usage/copilot_premium_requests_2026-05.csv": csv_money("net_amount"),
    "copilot_seats/seats_acme_2026-10-10.json": record_count("seats"),
    "seats/seats.csv": csv_count,
    "outcomes/outcomes.csv": csv_count,
    "dcgm_metrics/dcgm_2026-09-29.prom": sample_count,
    "invoices/invoices_2026.csv": csv_count,
    "owners/owners.csv": csv_count,
    "tag_keys/tag_keys.csv": csv_count,
    "fx_rates/fx_rates.csv": csv_count,
    "settings/settings.csv": csv_count,
    "vendor_costs/vendor_costs_2026.csv": csv_money("amount"),
    "asset_costs/asset_costs_2026.csv": csv_count,
    "labour_costs/labour_costs_2026.csv": csv_count,
    "billing_accounts/billing_accounts.csv": csv_count,
    "prepaid_movements/prepaid_movements_2026.csv": csv_count,
}


def expect(kit: Kit, source: str, rows: int, money: Decimal | None) -> None:
    entries = kit.ledger()
    assert {entry["source_name"] for entry in entries} == {source}
    assert sum(table["rows"] for entry in entries for table in entry["tables"]) == rows
    assert sum(file["rows_in_delivery"] for entry in entries for file in entry["files"]) == rows
    assert not kit.quarantine()
    if money is None:
        assert all(file["billed_total"] is None for entry in entries for file in entry["files"])
    else:
        assert billed(entries) == money
    kit.check()


@pytest.mark.parametrize("export", EACH)
def test_each_source_lands_whole(kit: Kit, export: str) -> None:
    rows, money = EACH[export](EXPORTS / export)
    outcome = kit.land_one(EXPORTS / export)
    assert (outcome.outcome, outcome.reason) == ("landed", "")
    assert (outcome.rows_in_file, outcome.rows_landed, outcome.rows_quarantined) == (rows, rows, 0)
    expect(kit, export.split("/")[0], rows, money)


@pytest.mark.parametrize("export", EACH)
def test_landing_twice_changes_nothing(kit: Kit, export: str) -> None:
    kit.land(EXPORTS / export)
    before = kit.snapshot()
    again = kit.land(EXPORTS / export)
    renamed = shutil.copy(
        EXPORTS / export, kit.write("x", "").with_name("another name" + Path(export).suffix)
    )
    other = kit.land(renamed)
    assert [one.outcome for one in (*again.files, *other.files)] == ["already landed"] * 2
    assert again.ok and not again.deliveries and not other.deliveries
    assert kit.snapshot() == before


@pytest.mark.parametrize("export", EACH)
def test_named_source_folder_and_glob(kit: Kit, export: str) -> None:
    """The same records land from a folder, by a glob and under the source's name; all three are one file."""
    source = export.split("/")[0]
    folder = kit.write("some folder/README.md", "not data").parent
    shutil.copy(EXPORTS / export, folder / ("2026" + Path(export).suffix))
    report = kit.land(folder, source=source)
    assert sorted(one.outcome for one in report.files) == ["landed", "passed over"]
    assert report.with_outcome("landed")[0].source_file == "some folder/2026" + Path(export).suffix
    globbed = kit.land(str(folder / "20*"))
    assert [one.outcome for one in globbed.files] == ["already landed"]
    rows, money = EACH[export](EXPORTS / export)
    expect(kit, source, rows, money)


def test_whole_folder_of_sources_at_once(kit: Kit) -> None:
    """A folder of everything: each file finds its source."""
    folder = kit.folder / "all"
    shutil.copytree(EXPORTS, folder, ignore=shutil.ignore_patterns("console_*", "*2026-09_final.csv"))
    report = kit.land(folder)
    assert {one.outcome for one in report.files} == {"landed"}, report.files
    sources = {entry["source_name"] for entry in kit.ledger()}
    assert sources == {path.name for path in EXPORTS.iterdir()}
    before = kit.snapshot()
    assert {one.outcome for one in kit.land(folder).files} == {"already landed"}
    assert kit.snapshot() == before
    kit.check()


@pytest.mark.parametrize("kind", ["plain.csv", "packed.csv.gz", "typed.parquet", "text.parquet"])
def test_cur_and_focus_in_every_format(kit: Kit, kind: str) -> None:
    """CSV, packed CSV and Parquet of the same records hold the same money, DOUBLE amounts included."""
    for source, column in (("focus", "BilledCost"), ("aws_cur", "line_item_unblended_cost")):
        origin = EXPORTS / source / ("aws_2026-09_open.csv" if source == "focus" else "2026-09_open.csv")
        path = kit.write(f"{source}.{kind}", "")
        options = "format parquet" if kind.endswith("parquet") else "header"
        is_text = str(not kind.startswith("typed")).lower()
        types = f"types = {{'{column}': '{'DOUBLE' if kind.startswith('typed') else 'VARCHAR'}'}}"
        duckdb.connect().execute(
            f"copy (select * from read_csv('{origin}', all_varchar = {is_text},"
            f" nullstr = '', {types})) to '{path}' ({options})"
        )
        outcome = kit.land_one(path)
        assert (outcome.outcome, outcome.rows_quarantined) == ("landed", 0), outcome
        assert billed(kit.ledger(source)) == total([row[column] for row in csv_rows(origin)])
    kit.check()


def test_dialects_scopes_and_styles(kit: Kit) -> None:
    kit.land(EXPORTS / "focus", source="focus")
    told = {(one["dialect"], one["delivery_scope"], one["restatement_style"]) for one in kit.ledger()}
    assert told == {
        ("aws", "aws/004512349876", "whole_period"),
        ("azure", "azure/0087001", "whole_period"),
        ("gcp", "gcp/01AB23-CD45EF-678901", "append"),
        ("oci", "oci/0100200", "append"),
        ("generic", "AWS/0012345", "whole_period"),
        ("generic", "Microsoft/8611537", "whole_period"),
        ("generic", "Oracle/0000777", "whole_period"),
        ("generic", "Anthropic/org-77", "whole_period"),
    }


def test_days_of_empty_buckets_are_covered(kit: Kit) -> None:
    for export in ("openai_costs/costs_page_1.json", "anthropic_costs/cost_report_1.json"):
        kit.land(EXPORTS / export)
    assert [one["days"] for one in kit.ledger()] == [["2026-09-01", "2026-09-02", "2026-09-03"]] * 2
    assert [one["grouping"] for one in kit.ledger()] == [
        "project_id,line_item",
        "workspace_id,description",
    ]


SAMPLE_FILES = {
    "focus/focus_1_0_sample.csv": ("focus", csv_money("BilledCost")),
    "aws_legacy_cur/2023-11.csv": ("aws_cur", csv_money("lineItem/UnblendedCost")),
    "openai/organization_costs.json": ("openai_costs", openai_money),
    "openai/organization_usage_completions.json": ("openai_usage", page_count),
    "litellm/spend_logs_200.jsonl": ("litellm_spend_logs", line_count),
}


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the checkout")
@pytest.mark.parametrize("sample", SAMPLE_FILES)
def test_samples_land_whole_and_once(kit: Kit, sample: str) -> None:
    source, reader = SAMPLE_FILES[sample]
    rows, money = reader(SAMPLES / sample)
    outcome = kit.land_one(SAMPLES / sample)
    assert (outcome.outcome, outcome.rows_in_file, outcome.rows_quarantined) == ("landed", rows, 0)
    expect(kit, source, rows, money)
    before = kit.snapshot()
    kit.land(SAMPLES / sample)
    assert kit.snapshot() == before


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the checkout")
def test_sample_cur_open_then_final(kit: Kit) -> None:
    """The final September replaces the open one, in whatever order they come, and both stay on disk."""
    for name in ("2026-09-final.parquet", "2026-09-open.parquet"):
        rows = duckdb.execute(
            "select line_item_unblended_cost from read_parquet(?)", [str(SAMPLES / "aws_cur2" / name)]
        ).fetchall()
        before = billed(kit.ledger())
        outcome = kit.land_one(SAMPLES / "aws_cur2" / name)
        assert outcome.rows_landed == len(rows)
        assert billed(kit.ledger()) - before == total([repr(row[0]) for row in rows])
    final, opened = kit.ledger()
    assert (final["is_invoiced"], opened["is_invoiced"]) == (True, False)
    kit.check()


def test_money_is_read_as_exact_decimals_are() -> None:
    """Text and DOUBLE become money as Python's decimals do: rounded once, half away from zero."""
    drawn = random.Random(3)
    values = [
        "4.9e-13",
        "5e-13",
        "-1E-20",
        "1e15",
        "9.99e15",
        "0.0000000000005",
        "0.00000000000049999",
        "7e-16",
    ]
    for _ in range(3000):
        whole, places = (
            drawn.choice((0, drawn.randint(0, 999_999), drawn.randint(0, 10**9))),
            drawn.randint(1, 22),
        )
        values.append(f"{drawn.choice(('', '-'))}{whole}.{drawn.randint(0, 10**places):0{places}d}")
        values.append(
            f"{drawn.choice(('', '-'))}{drawn.random()}{drawn.choice('eE')}{drawn.randint(-25, 12)}"
        )
    con = duckdb.connect()
    for kind in ("VARCHAR", "DOUBLE"):
        rows = con.execute(
            f"select cast(value as varchar), {as_decimal('value', kind)}"
            f" from (select cast(unnest(?) as {kind}) as value)",
            [values],
        ).fetchall()
        assert len(rows) == len(values)
        assert [(text, money) for text, money in rows if money != exact(text)] == []
