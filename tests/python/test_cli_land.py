"""The conversation around landing and refreshing: arguments, messages, exit codes."""

import csv
import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from cli_home import entry, make_tables, write_entry
from finops import cli, landing, refreshing
from finops.cli import app
from finops.land_dialogue import split_source
from finops.landing import quarantine_rows, read_ledger
from finops.project import FinopsError, Project
from finops.refreshing import files_to_land, fingerprint, is_up_to_date, note_refresh

runner = CliRunner()
FOCUS = {
    "BilledCost": "10.25",
    "BillingAccountId": "0042",
    "BillingCurrency": "USD",
    "BillingPeriodStart": "2026-08-01T00:00:00Z",
    "BillingPeriodEnd": "2026-09-01T00:00:00Z",
    "ChargePeriodStart": "2026-08-03T00:00:00Z",
    "ChargePeriodEnd": "2026-08-04T00:00:00Z",
    "ChargeCategory": "Usage",
    "ChargeDescription": "tokens",
    "EffectiveCost": "10.25",
    "ListCost": "12.00",
    "ContractedCost": "10.25",
    "ProviderName": "Acme Cloud",
    "PublisherName": "Acme Cloud",
    "InvoiceIssuerName": "Acme Cloud",
    "ServiceCategory": "AI and Machine Learning",
    "ServiceName": "Models",
    "PricingCategory": "Standard",
    "PricingQuantity": "2",
    "PricingUnit": "Hours",
    "SkuId": "s1",
}


def export(path: Path, *amounts: str) -> Path:
    """Write a FOCUS export with a charge per amount."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(FOCUS))
        writer.writeheader()
        writer.writerows(
            FOCUS | {"BilledCost": amount, "SkuId": f"s{at}"} for at, amount in enumerate(amounts)
        )
    return path


def test_land_prints_period_rows_and_billed_total(project: Project, tmp_path: Path) -> None:
    path = export(tmp_path / 'own; it\'s "odd".csv', "10.25", "-0.255")
    dry = runner.invoke(app, ["land", "focus", str(path), "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "USD 10.00" in dry.output and "2026-08" in dry.output and "would land" in dry.output
    assert read_ledger(project) == []
    landed = runner.invoke(app, ["land", str(path)])
    assert landed.exit_code == 0, landed.output
    assert "Acme Cloud/0042" in landed.output or "0042" in landed.output
    assert [one["tables"][0]["rows"] for one in read_ledger(project)] == [2]
    again = runner.invoke(app, ["land", str(path)])
    assert again.exit_code == 0 and "already landed" in again.output


def test_fewer_rows_need_an_answer(project: Project, tmp_path: Path) -> None:
    assert runner.invoke(app, ["land", str(export(tmp_path / "a.csv", "1", "2"))]).exit_code == 0
    fewer = str(export(tmp_path / "b.csv", "3"))
    asked = runner.invoke(app, ["land", fewer])
    assert asked.exit_code == 1
    assert "--yes" in asked.output
    assert len(read_ledger(project)) == 1
    answered = runner.invoke(app, ["land", fewer, "--yes"])
    assert answered.exit_code == 0, answered.output
    assert len(read_ledger(project)) == 2


def test_a_refused_file_is_exit_code_1_with_the_way_out(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("what,when\nnothing,never\n", encoding="utf-8")
    result = runner.invoke(app, ["land", str(path)])
    assert result.exit_code == 1
    assert "Refused. notes.csv" in result.output
    assert "Traceback" not in result.output


def test_a_console_download_waits_for_its_mapping(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "costs.csv"
    path.write_text("Date,Amount USD,Line item,Project\n2026-08-03,1.50,m,p\n", encoding="utf-8")
    asked = runner.invoke(app, ["land", "openai_costs", str(path)])
    assert asked.exit_code == 1
    assert "--accept-mapping" in asked.output
    answered = runner.invoke(app, ["land", "openai_costs", str(path), "--accept-mapping"])
    assert answered.exit_code == 0, answered.output
    assert "USD 1.50" in answered.output


def test_the_demo_makes_way_for_own_data_and_it_is_said(project: Project, tmp_path: Path) -> None:
    write_entry(project, entry("demo000000000001", is_demo=True, delivery_scope="aws/9"))
    result = runner.invoke(app, ["land", str(export(tmp_path / "a.csv", "1"))])
    assert result.exit_code == 0, result.output
    assert "the demo was removed: 1 deliveries" in result.output
    assert [one["is_demo"] for one in read_ledger(project)] == [False]


def test_unland_and_prune(project: Project, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        write_entry(project, entry(f"d{number}", landing_sequence=number))
    result = runner.invoke(app, ["prune", "--keep", "1"])
    assert "1 replaced deliveries deleted: d1" in result.output
    assert "Unlanded d3: focus aws/1 2026-09, 2 rows" in runner.invoke(app, ["unland", "d3"]).output
    assert [one["delivery_id"] for one in read_ledger(project)] == ["d2"]
    missing = runner.invoke(app, ["unland", "d9"])
    assert missing.exit_code == 1 and "No delivery d9" in missing.output


def test_quarantine_lists_and_exports(project: Project, tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", "1", "two dollars")
    assert "`finops quarantine`" in runner.invoke(app, ["land", str(path)]).output
    listed = runner.invoke(app, ["quarantine"])
    assert listed.exit_code == 0 and "BilledCost" in listed.output
    (delivery,) = (one["delivery_id"] for one in read_ledger(project))
    assert runner.invoke(app, ["quarantine", "--export", str(tmp_path / "q.csv")]).exit_code == 1
    assert runner.invoke(app, ["quarantine", delivery, "--export", str(tmp_path / "q.csv")]).exit_code == 0
    assert "two dollars" in (tmp_path / "q.csv").read_text(encoding="utf-8")


def test_quarantine_tells_the_reason_to_its_end(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.invoke(app, ["land", str(export(tmp_path / "a.csv", "1", "two dollars"))])
    (reason,) = {str(row["reason"]) for row in quarantine_rows(project, None)}
    long_reason = f"{reason}, which is told to the very end however long it is and wherever it has to go on"
    monkeypatch.setattr(
        landing,
        "quarantine_rows",
        lambda *_: [row | {"reason": long_reason} for row in quarantine_rows(project, None)],
    )
    for width in ("80", "100"):
        monkeypatch.setenv("COLUMNS", width)
        output = runner.invoke(app, ["quarantine"]).output
        assert "…" not in output.split("record")[0]
        assert all(word in output for word in long_reason.replace(",", "").split())
        assert max(map(len, output.splitlines())) <= int(width)


def test_the_first_argument_may_be_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert split_source(["focus", "a.csv"], None) == ("focus", ["a.csv"])
    assert split_source(["a.csv", "b.csv"], "focus") == ("focus", ["a.csv", "b.csv"])
    assert split_source(["a.csv"], None) == (None, ["a.csv"])
    with pytest.raises(FinopsError, match="say which files"):
        split_source(["focus"], None)
    with pytest.raises(FinopsError, match="Did you mean openai_costs or openai_usage"):
        split_source(["openai", "a.csv"], None)
    (tmp_path / "focus").mkdir()
    assert split_source(["focus"], None) == (None, ["focus"])


def test_refresh_passes_over_mappings_and_lists_nobody_filled_in(project: Project) -> None:
    (project.inputs / "column_mappings").mkdir(parents=True)
    (project.inputs / "column_mappings" / "openai_costs.1.csv").write_text("x\n", encoding="utf-8")
    (project.inputs / "empty").mkdir()
    (project.inputs / ".hidden").write_text("x", encoding="utf-8")
    todo = project.inputs / "owners.todo.csv"
    todo.write_text("owner_kind,owner_value,team,unowned_spend\nkey,k1,,USD 1.00\n", encoding="utf-8")
    assert files_to_land(project) == []
    todo.write_text("owner_kind,owner_value,team,unowned_spend\nkey,k1,search,USD 1.00\n", encoding="utf-8")
    costs = export(project.inputs / "focus" / "a.csv", "1")
    assert files_to_land(project) == [costs.parent, todo]


def test_lists_filled_in_about_the_demo_do_not_end_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "build_and_publish", lambda project, progress: None)
    write_entry(project, entry("demo000000000001", is_demo=True))
    todo = project.inputs / "owners.todo.csv"
    todo.write_text("owner_kind,owner_value,team,unowned_spend\nkey,k1,search,USD 1.00\n", encoding="utf-8")
    result = runner.invoke(app, ["refresh"])
    assert result.exit_code == 0, result.output
    assert {one["source_name"]: one["is_demo"] for one in read_ledger(project)} == {
        "focus": True,
        "owners": True,
    }
    export(project.inputs / "a.csv", "1")
    result = runner.invoke(app, ["refresh"])
    assert result.exit_code == 0, result.output
    # What a person filled in stays theirs once own data has ended the demo.
    assert {one["source_name"]: one["is_demo"] for one in read_ledger(project)} == {
        "focus": False,
        "owners": False,
    }
    assert "the demo was removed: 2 deliveries" in result.output


def test_refresh_tells_the_worst_faults_of_rules_and_lists(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a build only, three of them, each with its rule or row and what to do."""
    make_tables(project.published / "ai_finops.duckdb")
    with duckdb.connect(str(project.published / "ai_finops.duckdb")) as con:
        con.execute(
            "insert into governance.fct_open_items by name select * exclude (number) replace ("
            "50 + number as item_rank, 'allocation_rules_tied: rule r' || number as owner_value)"
            " from governance.fct_open_items, range(3) as t(number) where owner_value like 'owner_periods%'"
        )
    monkeypatch.setattr(refreshing, "build_and_publish", lambda project, progress: "Built and published.")
    output = " ".join(runner.invoke(app, ["refresh"]).output.split())
    assert "5 faults in your own rules and lists, the worst 3" in output
    assert "rule network-split version 1 makes 99.0 %. Do it" in output
    assert "`finops todo` shows all 5" in output
    assert "rule r0." in output and "rule r1." not in output
    monkeypatch.setattr(refreshing, "build_and_publish", lambda project, progress: None)
    assert "faults" not in runner.invoke(app, ["refresh"]).output


def test_fingerprint_changes_with_ledger_refusals_and_code(project: Project, tmp_path: Path) -> None:
    seen = {fingerprint(project)}
    write_entry(project, entry("d1"))
    seen.add(fingerprint(project))
    (project.landing / ".refused").mkdir()
    (project.landing / ".refused" / "a.json").write_text(json.dumps({"reason": "x"}), encoding="utf-8")
    seen.add(fingerprint(project))
    copy = tmp_path / "code"
    (copy / "models").mkdir(parents=True)
    (copy / "models" / "a.sql").write_text("select 1", encoding="utf-8")
    other = Project(root=copy, home=project.home)
    seen.add(fingerprint(other))
    (copy / "models" / "a.sql").write_text("select 2", encoding="utf-8")
    seen.add(fingerprint(other))
    assert len(seen) == 5
    assert fingerprint(project) == fingerprint(project)


def test_refresh_runs_dbt_only_where_something_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "land_ecb_rates", lambda project: None)
    write_entry(project, entry("d1"))
    make_tables(project.warehouse)
    assert not is_up_to_date(project)
    note_refresh(project, fingerprint(project))
    assert not is_up_to_date(project)  # nothing is published
    make_tables(project.published / "ai_finops.duckdb")
    assert is_up_to_date(project)
    result = runner.invoke(app, ["refresh"])
    assert result.exit_code == 0, result.output
    assert "Nothing has changed" in result.output
    write_entry(project, entry("d2", landing_sequence=2))
    assert not is_up_to_date(project)


def test_interrupt_says_what_is_left(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("finops.land_dialogue.run_land", interrupt)
    result = runner.invoke(app, ["land", "x.csv"])
    assert result.exit_code == 130
    assert "Interrupted. Deliveries that were reported as landed are whole" in result.output


def test_outside_a_project_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Project:
        raise FinopsError("No project here: run finops from the folder that holds dbt_project.yml.")

    monkeypatch.setattr(cli, "find_project", nowhere)
    result = runner.invoke(app, ["status"])
    assert result.exit_code == 1
    assert result.output.strip().startswith("No project here")


def test_what_is_replaced_is_told_in_its_own_currency(project: Project, tmp_path: Path) -> None:
    first = export(tmp_path / "first.csv", "10.25", "0.75")
    assert runner.invoke(app, ["land", str(first)]).exit_code == 0
    second = export(tmp_path / "second.csv", "10.25", "1.75")
    second.write_text(second.read_text(encoding="utf-8").replace(",USD,", ",EUR,"), encoding="utf-8")
    shown = " ".join(runner.invoke(app, ["land", "--dry-run", str(second)]).output.split())
    assert "EUR 12.00" in shown and "2 rows, USD 11.00" in shown


def test_a_file_of_two_currencies_shows_no_sum_of_them(project: Project, tmp_path: Path) -> None:
    path = export(tmp_path / "mixed.csv", "10.25", "1.75")
    path.write_text(path.read_text(encoding="utf-8").replace(",USD,", ",EUR,", 1), encoding="utf-8")
    for command in (["land", str(path)], ["status"]):
        output = runner.invoke(app, command).output
        assert "in EUR and USD" in output and "12.00" not in output


def test_a_file_of_which_nothing_could_be_read_is_pointed_at(project: Project, tmp_path: Path) -> None:
    output = runner.invoke(app, ["land", str(export(tmp_path / "commas.csv", "10,25", "1,75"))]).output
    assert "Not one of commas.csv's 2 rows could be read." in output
    assert "Not one" not in runner.invoke(app, ["land", str(export(tmp_path / "own.csv", "1,7", "2"))]).output
