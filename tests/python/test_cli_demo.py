"""The whole way on a small demo: written, landed, built, read; figures against the generator's own count."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from cli_home import entry, write_entry
from finops.cli import app
from finops.landing import read_ledger
from finops.project import Project

runner = CliRunner()
OPTIONS = ["--scale", "0.02", "--months", "2"]


def one(home: Path, query: str) -> tuple:
    """Return the one row of a query on the warehouse."""
    with duckdb.connect(str(home / "warehouse" / "ai_finops.duckdb"), read_only=True) as con:
        row = con.execute(query).fetchone()
    assert row is not None
    return row


def assert_costs_are_those_written(home: Path) -> None:
    manifest = json.loads((home / "build" / "demo" / "manifest.json").read_text(encoding="utf-8"))
    written = {
        folder: sum(Decimal(item["billed_total"]) for item in manifest["files"] if folder in item["path"])
        for folder in ("azure", "oci")
    }
    billed = "select sum(billed_cost) from core.fct_costs where starts_with(delivery_scope, '{}/')"
    for folder, total in written.items():
        assert total != 0
        assert one(home, billed.format(folder)) == (total,)


def assert_allocated_costs_add_up(home: Path) -> None:
    sums = "select billing_currency, sum(billed_cost) as billed from {} group by billing_currency"
    as_list = "select list((billing_currency, billed) order by billing_currency) from ({})"
    costs = as_list.format(sums.format("core.fct_costs"))
    allocated = as_list.format(sums.format("allocation.fct_allocated_costs"))
    assert one(home, costs) == one(home, allocated)


def assert_files_agree_with_tables(project: Project) -> None:
    result = runner.invoke(app, ["status", "--check"])
    assert result.exit_code == 0, result.output
    sources = {item["source_name"] for item in read_ledger(project)}
    assert result.output.count("agrees") == len(sources)


def assert_first_look_shows_all(project: Project) -> None:
    result = runner.invoke(app, ["first-look"])
    assert result.exit_code == 0, result.output
    for vendor in ("Amazon Web Services", "Anthropic", "Google Cloud", "Microsoft", "OpenAI", "Oracle"):
        assert f"\n{vendor} " in result.output
    with open(project.inputs / "owners.todo.csv", encoding="utf-8", newline="") as handle:
        asked = list(csv.DictReader(handle))
    assert "key_legacyscripts" in {row["owner_value"] for row in asked}


def assert_the_same_demo_lands_once(project: Project) -> None:
    before = [item["delivery_id"] for item in read_ledger(project)]
    result = runner.invoke(app, ["demo", *OPTIONS])
    assert result.exit_code == 0, result.output
    assert "landed already" in result.output
    assert [item["delivery_id"] for item in read_ledger(project)] == before
    assert all(item["is_demo"] for item in read_ledger(project))


def test_the_whole_way_on_a_small_demo(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One test, for it holds the one build that all of this needs."""
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    for command in (["demo", *OPTIONS], ["build"]):
        result = runner.invoke(app, command)
        assert result.exit_code == 0, result.output
        assert "Warning" not in result.output
    assert_costs_are_those_written(project.home)
    assert_allocated_costs_add_up(project.home)
    assert_files_agree_with_tables(project)
    assert_first_look_shows_all(project)
    assert_the_same_demo_lands_once(project)


def test_no_demo_beside_own_data(project: Project) -> None:
    write_entry(project, entry("own0000000000001"))
    result = runner.invoke(app, ["demo", *OPTIONS])
    assert result.exit_code == 0
    assert "1 own deliveries are landed, so the demo is not" in result.output
    assert len(read_ledger(project)) == 1


def test_no_demo_where_own_files_wait(project: Project) -> None:
    (project.inputs / "costs.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = runner.invoke(app, ["demo", *OPTIONS])
    assert result.exit_code == 0
    assert "wait in inputs/" in result.output
    assert read_ledger(project) == []
