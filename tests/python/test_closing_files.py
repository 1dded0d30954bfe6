"""The files of a closing: frozen rows, the close pack, kills at each step, what the command refuses."""

import csv
import json
import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finops import close_dialogue
from finops.close_dialogue import run_close, run_reopen
from finops.closing import close_period, closings, current_closings, reopen_period
from finops.closing.freezing import STEPS
from finops.project import FinopsError, Project
from finops.refreshing import fingerprint, note_build
from running_dbt import ROOT

MONTH = "2026-09"
COLUMNS = """
    allocated_cost_id varchar, charge_id varchar, target_kind varchar, target_id varchar, team varchar,
    legal_entity varchar, cost_part varchar, owner_rule varchar, owner_evidence varchar,
    billing_period varchar, billing_currency varchar, billed_cost decimal(28, 12),
    effective_cost decimal(28, 12), contracted_cost decimal(28, 12), list_cost decimal(28, 12),
    billed_cost_reporting decimal(28, 12)
"""
ROWS = [
    ("c2", "search", MONTH, "USD", "20.000000000001", "18.5"),
    ("c1", "unallocated", MONTH, "USD", "-0.000000000003", None),
    ("c3", "apps", MONTH, "EUR", "9999999999999999.99", "1"),
    ("c4", "apps", "2026-08", "EUR", "7", "7"),
    ("c5", "apps", "2026-10", "EUR", "8", "8"),
]
PERSON = "alice.smith@example.com"


@pytest.fixture
def project(project: Project) -> Project:
    """A project whose warehouse holds a few allocated rows and what closing looks at."""
    with duckdb.connect(str(project.warehouse)) as con:
        for schema in ("core", "allocation", "governance", "raw_closed"):
            con.execute(f"create schema {schema}")
        con.execute(
            f"""
            create table allocation.fct_allocated_costs ({COLUMNS});
            create table allocation.fct_restatements as
                select *, billing_period as posted_period from allocation.fct_allocated_costs;
            create table raw_closed.frozen_tables (
                schema_name varchar, table_name varchar, period_column varchar);
            insert into raw_closed.frozen_tables values
                ('allocation', 'fct_allocated_costs', 'billing_period'),
                ('allocation', 'fct_restatements', 'posted_period');
            create table core.dim_principal (principal_id varchar);
            insert into core.dim_principal values ('{PERSON}'), ('user-9f27');
            create table core.dim_owner (owner_kind varchar, owner_value varchar);
            create table core.dim_api_key (principal_id varchar);
            create table core.fct_source_completeness (
                source_name varchar, delivery_scope varchar, age_days bigint, share_known double);
            insert into core.fct_source_completeness values ('focus', 'aws', 0, 0.9), ('focus', 'aws', 20, 1);
            create table governance.fct_ingestion_health (
                source_name varchar, delivery_scope varchar, charge_date date, billing_period varchar,
                first_landed_at timestamp, last_landed_at timestamp,
                count_rows bigint);
            insert into governance.fct_ingestion_health values
                ('focus', 'aws', '2026-09-01', '{MONTH}', '2026-09-30', '2026-09-30', 3),
                ('focus', 'aws', '2026-09-29', '{MONTH}', '2026-09-30', '2026-09-30', 3),
                ('focus', 'aws', '2026-09-30', '{MONTH}', null, '2026-09-30', 0),
                ('vendor_costs', 'Penmark', '2027-02-01', '{MONTH}', null, '2026-09-30', 1);
            create table governance.fct_invoice_reconciliation (
                invoice_issuer_name varchar, invoice_id varchar, billing_period varchar,
                billing_currency varchar,
                invoiced_amount decimal(28, 12), billed_cost decimal(38, 12), difference decimal(38, 12),
                cause varchar);
            insert into governance.fct_invoice_reconciliation values
                ('AWS', 'A-9', '{MONTH}', 'USD', 20, 20, 0, 'agrees'),
                ('MS', 'for {PERSON}', '{MONTH}', 'EUR', null, 30.5, null, 'not_yet_invoiced'),
                ('MS', 'M-8', '2026-08', 'EUR', null, 7, null, 'not_yet_invoiced');
            create table governance.fct_prepaid_rollforward (
                provider_name varchar, billing_account_id varchar, billing_currency varchar,
                billing_period varchar, difference decimal(38, 12), cause varchar);
            insert into governance.fct_prepaid_rollforward values
                ('OpenAI', 'org-1', 'USD', '{MONTH}', -12.5, 'use_missing');
            """
        )
        con.executemany(
            "insert into allocation.fct_allocated_costs by name"
            " select ? as allocated_cost_id, ? as target_id,"
            " ? as billing_period, ? as billing_currency, ? as billed_cost, ? as effective_cost",
            ROWS,
        )
    return project


def contents(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_what_is_frozen_is_the_month(project: Project) -> None:
    """Read back by another reader: the rows of the month and no other, and sums as exact text."""
    closed = close_period(project, MONTH, [])
    frozen = duckdb.connect().execute(
        "select allocated_cost_id, target_id, billing_period, billing_currency, cast(billed_cost as varchar),"
        " cast(effective_cost as varchar) from read_parquet(?) order by all",
        [str(closed.folder / "fct_allocated_costs.parquet")],
    )
    twelve = Decimal("1e-12")
    wanted = [
        (*row[:4], *(None if one is None else f"{Decimal(one).quantize(twelve):f}" for one in row[4:]))
        for row in sorted(ROWS)
        if row[2] == MONTH
    ]
    assert frozen.fetchall() == wanted
    entry = json.loads((closed.folder / "close.json").read_text(encoding="utf-8"))
    sums = {one["currency"]: (one["rows"], one["billed_cost"]) for one in entry["sums"]}
    assert sums == {"EUR": (1, "9999999999999999.990000000000"), "USD": (2, "19.999999999998")}
    assert [(one["file_name"], one["rows"]) for one in entry["files"]] == [
        ("fct_allocated_costs.parquet", 3),
        ("fct_restatements.parquet", 0),
    ]
    assert (entry["version"], entry["previous_version"]) == (1, None)


def test_the_pack_names_no_person(project: Project) -> None:
    lacks = {"what": "days", "who": PERSON, "currency": None, "amount": None, "detail": "2 days missing"}
    folder = close_period(project, MONTH, [lacks]).folder / "pack"
    assert sorted(one.name for one in folder.iterdir()) == [
        "README.txt",
        "allocated.csv",
        "missing.csv",
        "prepaid.csv",
        "reconciliation.csv",
        "restatements.csv",
    ]
    with open(folder / "allocated.csv", encoding="utf-8", newline="") as handle:
        rows = [
            (row["target_id"], row["billing_currency"], row["billed_cost"]) for row in csv.DictReader(handle)
        ]
    assert sorted(rows) == [
        ("apps", "EUR", "9999999999999999.990000000000"),
        ("search", "USD", "20.000000000001"),
        ("unallocated", "USD", "-0.000000000003"),
    ]
    texts = {name: text.decode() for name, text in contents(folder).items()}
    assert [name for name, text in texts.items() if "alice" in text] == []
    assert "for p-" in texts["reconciliation.csv"] and "M-8" not in texts["reconciliation.csv"]
    assert texts["README.txt"].count("days: p-") == 1 and texts["missing.csv"].count("days,p-") == 1
    assert "exactly 9999999999999999.990000000000" in texts["README.txt"]


def test_reopened_a_month_gets_another_version(project: Project) -> None:
    first = close_period(project, MONTH, [])
    before = contents(first.folder)
    reopen_period(project, MONTH, "a late invoice")
    assert current_closings(project) == {}
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute(
            "update allocation.fct_allocated_costs set billed_cost = 21 where allocated_cost_id = 'c2'"
        )
    second = close_period(project, MONTH, [])
    assert (second.version, second.entry["previous_version"]) == (2, 1)
    assert second.entry["content_md5"] != first.entry["content_md5"]
    assert contents(first.folder) == before
    assert {period: one.version for period, one in current_closings(project).items()} == {MONTH: 2}
    assert [one.reopened and one.reopened["reason"] for one in closings(project)] == ["a late invoice", None]


KILLED = """
from pathlib import Path
from finops.closing import close_period
from finops.project import Project
close_period(Project(root=Path({root!r}), home=Path({home!r})), "2026-09", [])
"""


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_a_month_is_closed_whole_or_not(project: Project, step: str) -> None:
    code = KILLED.format(root=str(ROOT), home=str(project.home))
    environment = os.environ | {"AI_FINOPS_KILL_AT": step}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == -signal.SIGKILL
    if step == "committed":
        assert list(current_closings(project)) == [MONTH]
        return
    assert closings(project) == []
    closed = close_period(project, MONTH, [])
    assert (closed.version, [one.name for one in project.closed.iterdir()]) == (1, [MONTH])


def built(project: Project) -> Project:
    note_build(project, fingerprint(project))
    return project


TODAY = date(2026, 10, 5)


def test_days_that_are_missing_need_no_history(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("delete from core.fct_source_completeness")
    assert run_close(built(project), MONTH, is_yes=True, today=TODAY)
    shown = capsys.readouterr().out
    assert "1 days missing" in shown and "young" not in shown and "Penmark" not in shown


def test_closing_says_what_is_missing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_close(built(project), MONTH, is_yes=True, today=TODAY)
    shown = capsys.readouterr().out
    assert "not yet invoiced" in shown and "30.50" in shown
    assert "1 days missing; 1 days young, at that age 90.0% was known before" in shown
    assert "use missing" in shown and "-12.50" in shown
    assert "nobody" in shown
    assert "Open before it: 2026-08" in shown
    assert "2026-09 is closed, version 1" in shown
    missing = current_closings(project)[MONTH].entry["missing"]
    assert [(one["what"], one["who"], one["amount"]) for one in missing] == [
        ("invoice", "MS", "30.500000000000"),
        ("days", "focus aws", None),
        ("unallocated", "nobody", None),
        ("prepaid", "OpenAI org-1", "-12.500000000000"),
    ]


@pytest.mark.parametrize(
    ("month", "says"),
    [
        ("2026-9", "is no month"),
        ("2026-13", "is no month"),
        ("../2026-09", "is no month"),
        ("2026-10", "is not over: it can be closed from 2026-11-01"),
        ("2026-07", "No cost of 2026-07 is built"),
    ],
)
def test_a_month_that_cannot_be_closed_is_refused(project: Project, month: str, says: str) -> None:
    with pytest.raises(FinopsError, match=says):
        run_close(built(project), month, is_yes=True, today=TODAY)
    assert closings(project) == []


def test_closing_wants_a_build_of_what_is_there(project: Project) -> None:
    with pytest.raises(FinopsError, match="has changed since the last build that passed"):
        run_close(project, MONTH, is_yes=True, today=TODAY)
    built(project)
    with pytest.raises(FinopsError, match="Nobody can be asked here"):
        run_close(project, MONTH, today=TODAY)
    assert run_close(project, MONTH, is_yes=True, today=TODAY)
    with pytest.raises(FinopsError, match="is closed already, version 1"):
        run_close(project, MONTH, is_yes=True, today=TODAY)
    with pytest.raises(FinopsError, match="has changed since the last build that passed"):
        run_close(project, "2026-08", is_yes=True, today=TODAY)
    project.warehouse.unlink()
    with pytest.raises(FinopsError, match="Nothing is built yet"):
        run_close(project, "2026-08", is_yes=True, today=TODAY)


def test_a_person_is_asked(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close_dialogue, "is_interactive", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda text: False)
    assert not run_close(built(project), MONTH, today=TODAY)
    assert closings(project) == []


def test_reopening(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FinopsError, match=r"2026-09 is not closed.* Closed months: none"):
        run_reopen(project, MONTH, "why")
    close_period(project, MONTH, [])
    close_period(project, "2026-10", [])
    with pytest.raises(FinopsError, match="Say why"):
        run_reopen(project, MONTH, " ")
    run_reopen(project, MONTH, "a late invoice")
    assert "Closed after it: 2026-10" in capsys.readouterr().out
    close_dialogue.print_closings(project)
    shown = capsys.readouterr().out
    assert "a late invoice" in shown and "2026-10" in shown


@pytest.mark.parametrize("content", ["{", "[]", '{"billing_period": "2026-08", "version": 1}', None])
def test_a_damaged_closing_is_named(project: Project, content: str | None) -> None:
    path = close_period(project, MONTH, []).folder / "close.json"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(FinopsError, match=r"closed/2026-09/v1.* Restore it from a backup"):
        closings(project)
