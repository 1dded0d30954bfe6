"""The command on a small demo, landed and built: figures against the generator's own count."""

import csv
import json
import shutil
from decimal import Decimal

import duckdb
import pytest
from typer.testing import CliRunner

from cli_home import entry, write_entry
from finops.cli import app
from finops.landing import read_ledger
from finops.project import Project
from running_dbt import Dbt

runner = CliRunner()


@pytest.fixture
def demo(built_demo: Dbt, project: Project) -> Project:
    """A copy of the small demo, landed and built."""
    shutil.copytree(built_demo.home, project.home, dirs_exist_ok=True)
    return project


def one(project: Project, query: str) -> tuple:
    """Return the one row of a query on the warehouse."""
    with duckdb.connect(str(project.warehouse), read_only=True) as con:
        row = con.execute(query).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize("provider", ["azure", "oci"])
def test_costs_equal_what_the_generator_wrote(demo: Project, provider: str) -> None:
    manifest = json.loads((demo.home / "build" / "demo" / "manifest.json").read_text(encoding="utf-8"))
    written = [
        Decimal(item["billed_total"])
        for item in manifest["files"]
        if provider in item["path"] and item["source"] == "focus"
    ]
    assert written
    billed = f"select sum(billed_cost) from core.fct_costs where starts_with(delivery_scope, '{provider}/')"
    assert one(demo, billed) == (sum(written),)


def test_allocated_costs_add_up_to_costs_per_currency(demo: Project) -> None:
    sums = "select billing_currency, sum(billed_cost) as billed from {} group by billing_currency"
    as_list = "select list((billing_currency, billed) order by billing_currency) from ({})"
    costs = as_list.format(sums.format("core.fct_costs"))
    allocated = as_list.format(sums.format("allocation.fct_allocated_costs"))
    assert one(demo, costs) == one(demo, allocated)
    assert len(one(demo, costs)[0]) == 2


def test_files_agree_with_tables(demo: Project) -> None:
    result = runner.invoke(app, ["status", "--check"])
    assert result.exit_code == 0, result.output
    assert result.output.count("agrees") == len({item["source_name"] for item in read_ledger(demo)})


def test_first_look_shows_every_vendor_and_asks_for_owners(demo: Project) -> None:
    result = runner.invoke(app, ["first-look"])
    assert result.exit_code == 0, result.output
    for vendor in ("Amazon Web Services", "Anthropic", "Google Cloud", "Microsoft", "OpenAI", "Oracle"):
        assert f"\n{vendor} " in result.output
    with open(demo.inputs / "owners.todo.csv", encoding="utf-8", newline="") as handle:
        asked = list(csv.DictReader(handle))
    assert "key_legacyscripts" in {row["owner_value"] for row in asked}
    again = runner.invoke(app, ["demo", "--scale", "0.02"])
    assert "landed already" in again.output  # lists that nobody filled in do not end the demo


def test_the_same_demo_lands_once(demo: Project) -> None:
    before = read_ledger(demo)
    result = runner.invoke(app, ["demo", "--scale", "0.02"])
    assert result.exit_code == 0, result.output
    assert "landed already" in result.output
    assert read_ledger(demo) == before
    assert all(item["is_demo"] for item in before)


def test_no_demo_beside_own_data(project: Project) -> None:
    write_entry(project, entry("own0000000000001"))
    result = runner.invoke(app, ["demo", "--scale", "0.02"])
    assert result.exit_code == 0
    assert "1 own deliveries are landed, so the demo is not" in result.output
    assert len(read_ledger(project)) == 1


def test_no_demo_where_own_files_wait(project: Project) -> None:
    (project.inputs / "costs.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = runner.invoke(app, ["demo", "--scale", "0.02"])
    assert result.exit_code == 0
    assert "wait in inputs/" in result.output
    assert read_ledger(project) == []
