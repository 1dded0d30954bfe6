"""Status: the ledger told exactly, also while another process writes; exit codes of --strict and --check."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import duckdb
import pytest
from typer.testing import CliRunner

from cli_home import entry, ledger_file, make_tables, write_entry
from finops import status
from finops.checking import check
from finops.cli import app
from finops.project import Project
from finops.refreshing import note_build, refused_report
from finops.status import landed_by_scope, promised_hours

runner = CliRunner()


@pytest.fixture
def busy(project: Project) -> Iterator[None]:
    """Another process that holds the run lock and the warehouse, as a build does."""
    project.warehouse.parent.mkdir(parents=True, exist_ok=True)
    code = (
        "import duckdb, sys, time; from pathlib import Path; from finops.locks import hold\n"
        "with hold(Path(sys.argv[1]), 'finops build'):\n"
        "    con = duckdb.connect(sys.argv[2]); print('ready', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(project.run_lock), str(project.warehouse)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    yield
    process.kill()
    process.wait()


def test_what_counts_is_told_from_what_was_replaced() -> None:
    first = entry("d1", files=[ledger_file("f1", 9, "1.10", quarantined=4)])
    second = entry("d2", landing_sequence=2, landed_at="2026-10-01T10:00:00Z", drift=[{"change": "added"}])
    part = entry("d3", landing_sequence=3, landed_at="2026-10-02T10:00:00Z", is_append_part=True)
    august = entry(
        "d4", billing_period="2026-08", currencies=["EUR"], files=[ledger_file("f4", 2, "0.01", 1)]
    )
    (item,) = landed_by_scope([first, second, part, august], {"focus": 48})
    assert (item.deliveries, item.replaced) == (4, 1)
    assert (item.first_period, item.last_period) == ("2026-08", "2026-09")
    assert (item.rows, item.quarantined, item.schema_changes) == (6, 1, 1)
    assert item.billed == {("USD",): Decimal("1380.00"), ("EUR",): Decimal("0.01")}
    assert item.freshness(datetime(2026, 10, 4, 10)) == "fresh: 48 h of 48 h"
    assert item.freshness(datetime(2026, 10, 4, 11)) == "late: 49 h of 48 h"


def test_scopes_and_sources_are_apart() -> None:
    entries = [entry("d1"), entry("d2", delivery_scope="gcp/1"), entry("d3", source_name="aws_cur")]
    assert [(item.source, item.scope) for item in landed_by_scope(entries, {})] == [
        ("aws_cur", "aws/1"),
        ("focus", "aws/1"),
        ("focus", "gcp/1"),
    ]


def test_freshness_is_that_of_the_reference(project: Project) -> None:
    promises = promised_hours(project)
    assert (promises["focus"], promises["litellm_spend_logs"]) == (48, 24)
    assert "owners" not in promises


def test_empty_project_says_what_to_do(project: Project) -> None:
    result = runner.invoke(app, ["status"])
    assert result.exit_code == 0
    assert "finops land PATH" in result.output


def test_status_works_while_a_build_holds_everything(project: Project, busy: None) -> None:
    write_entry(project, entry("d1"))
    result = runner.invoke(app, ["status"])
    assert result.exit_code == 0, result.output
    assert "At work now: finops build (process" in result.output
    assert "USD 690.00" in result.output


def test_check_says_that_a_build_holds_the_warehouse(project: Project, busy: None) -> None:
    write_entry(project, entry("d1"))
    result = runner.invoke(app, ["status", "--check"])
    assert result.exit_code == 1
    assert "Try again when the build has ended" in result.output
    assert "Traceback" not in result.output


def test_status_loads_nothing_slow(project: Project) -> None:
    write_entry(project, entry("d1"))
    make_tables(project.published / "ai_finops.duckdb")
    code = (
        "import sys; from typer.testing import CliRunner; from finops.cli import app\n"
        "assert CliRunner().invoke(app, ['status']).exit_code == 0\n"
        "print(sorted({'pandas', 'numpy', 'dbt', 'great_expectations'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_refused_files_are_listed_with_reason_and_way_out(project: Project) -> None:
    folder = project.landing / ".refused"
    folder.mkdir(parents=True)
    (folder / "a.json").write_text(
        '{"source_file": "bad.csv", "source_name": null, "reason": "no column BilledCost",'
        ' "what_to_do": "Export it again.", "refused_at": "2026-09-30T10:00:00Z"}',
        encoding="utf-8",
    )
    result = runner.invoke(app, ["status"])
    assert "bad.csv" in result.output
    assert "no column BilledCost" in result.output
    assert "Export it again." in result.output


def test_what_is_landed_since_publishing_is_said(project: Project) -> None:
    write_entry(project, entry("d1"))
    make_tables(project.published / "ai_finops.duckdb")
    assert "1 landed since: run `finops refresh`" in runner.invoke(app, ["status"]).output
    with duckdb.connect(str(project.published / "ai_finops.duckdb")) as con:
        con.execute("insert into core.fct_deliveries values ('d1')")
    assert "with 1 deliveries; nothing landed since" in runner.invoke(app, ["status"]).output


@pytest.mark.parametrize(("severity", "exit_code"), [("error", 1), ("warning", 0), (None, 0)])
def test_strict_exits_with_1_on_errors_only(project: Project, severity: str | None, exit_code: int) -> None:
    make_tables(project.published / "ai_finops.duckdb")
    if severity:
        with duckdb.connect(str(project.published / "ai_finops.duckdb")) as con:
            con.execute(
                "insert into governance.fct_source_findings values"
                " ('focus', 'aws/1', '2026-09', 'quantity_times_price', 'USD', 3, 12.345, ?, 'Ask for it',"
                " 'arithmetic', 'Price')",
                [severity],
            )
    result = runner.invoke(app, ["status", "--strict"])
    assert result.exit_code == exit_code, result.output
    assert ("Ask for it" in result.output) is (severity == "error")
    assert runner.invoke(app, ["status"]).exit_code == 0


def test_strict_without_a_published_copy_is_no_pass(project: Project) -> None:
    result = runner.invoke(app, ["status", "--strict"])
    assert result.exit_code == 1
    assert "nothing is published yet" in result.output


def test_age_of_the_data_stands_beside_age_of_the_delivery(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was landed a minute ago may hold nothing newer than last month; days to come say nothing."""
    now = datetime(2026, 10, 1, 10)
    monkeypatch.setattr(status, "utc_now", lambda: now)
    write_entry(project, entry("d1"))
    assert "24 h of 48 h" in " ".join(runner.invoke(app, ["status"]).output.split())
    make_tables(project.published / "ai_finops.duckdb")
    line = next(line for line in runner.invoke(app, ["status"]).output.splitlines() if "aws/1" in line)
    assert "fresh: 24 h of 48 h" in line and "2026-09-07, 24 days old" in line


def test_a_build_that_was_not_published_is_said(project: Project) -> None:
    make_tables(project.warehouse)
    assert "Nothing is published yet" in runner.invoke(app, ["status"]).output
    note_build(project, "some state")
    output = runner.invoke(app, ["status"]).output
    assert "is there that was not published, nothing is published: `finops publish` publishes it" in output
    assert "Nothing is published yet" not in output
    report = refused_report(project)
    report.parent.mkdir()
    report.touch()
    output = runner.invoke(app, ["status"]).output
    assert f"publishing was refused, {report} says why" in output
    published = project.published / "ai_finops.duckdb"
    make_tables(published)
    os.utime(published, (4_000_000_000, 4_000_000_000))
    assert "not published" not in runner.invoke(app, ["status"]).output


def stage(project: Project, *rows: tuple[str, str]) -> None:
    make_tables(project.warehouse)
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute(
            "create table staging.stg_focus__cost_and_usage (delivery_id text, billed_cost decimal(28, 12))"
        )
        con.executemany("insert into staging.stg_focus__cost_and_usage values (?, ?)", rows)


def test_check_passes_where_file_and_staging_agree(project: Project) -> None:
    write_entry(project, entry("d1", files=[ledger_file("f1", 2, "690.000000000001", quarantined=3)]))
    stage(project, ("d1", "700"), ("d1", "-9.999999999999"), ("another", "5"))
    result = runner.invoke(app, ["status", "--check"])
    assert result.exit_code == 0, result.output
    (item,) = check(project)
    assert (item.rows_in_files, item.rows_landed, item.rows_quarantined, item.rows_staged) == (5, 2, 3, 2)
    assert [one.staged for one in item.sums] == [Decimal("690.000000000001")]


@pytest.mark.parametrize(
    ("file", "rows", "problem"),
    [
        (ledger_file("f1", 2, "690"), [("d1", "690.000000000001"), ("d1", "0")], "billed staged"),
        (ledger_file("f1", 2, "690"), [("d1", "690")], "rows staged"),
        (
            ledger_file("f1", 2, "690") | {"rows_in_file": 3},
            [("d1", "690"), ("d1", "0")],
            "rows in the files",
        ),
    ],
)
def test_check_fails_on_each_kind_of_difference(
    project: Project, file: dict, rows: list[tuple[str, str]], problem: str
) -> None:
    write_entry(project, entry("d1", files=[file]))
    stage(project, *rows)
    result = runner.invoke(app, ["status", "--check"])
    assert result.exit_code == 1
    (item,) = check(project)
    assert len(item.problems) == 1 and item.problems[0].startswith(problem)


def test_check_adds_up_quantities_where_nothing_is_billed(project: Project) -> None:
    usage = entry(
        "u1",
        source_name="openai_usage",
        tables=[{"table_name": "completions", "rows": 2}],
        files=[ledger_file("f1", 2, None)],
    )
    folder = write_entry(project, usage)
    duckdb.connect().execute(
        f"copy (select * from (values ('10', '5'), ('1', null)) as t(input_tokens, output_tokens))"
        f" to '{folder}/completions.1.text.parquet' (format parquet)"
    )
    make_tables(project.warehouse)
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute(
            "create table staging.stg_openai__completions_usage as select 'u1' as delivery_id,"
            " unnest([10, 1]) as delivered_input_tokens, unnest([5, 0]) as delivered_output_tokens"
        )
    (item,) = check(project)
    assert [(one.in_files, one.staged) for one in item.sums] == [(11, 11), (5, 5)]
    assert item.problems == []
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("update staging.stg_openai__completions_usage set delivered_output_tokens = 6")
    assert check(project)[0].problems == ["output_tokens staged is not that of the files"]
