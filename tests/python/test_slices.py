"""What a build rebuilds, and that it does not matter how the warehouse came to be what it is."""

import json
import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper

import slices_company as company
from finops.landing import land, read_ledger, unland
from finops.project import Project
from landing_kit import focus_csv, focus_row
from running_dbt import ROOT, Dbt, DbtRun, MadeOnce, make_home

# How rows of an incremental table are marked, the mark told and taken off: rows built anew have none.
MARK = "untouched "
TEXT_MARK = (
    f"update {{table}} set {{column}} = '{MARK}' || coalesce({{column}}, '')",
    f"coalesce({{column}}, '') like '{MARK}%'",
    f"update {{table}} set {{column}} = nullif(replace({{column}}, '{MARK}', ''), '')",
)
DATE_MARK = (
    "update {table} set {column} = {column} - 365000",
    "{column} < date '1900-01-01'",
    "update {table} set {column} = {column} + 365000 where {column} < date '1900-01-01'",
)
ROW_MARK = (
    "insert into {table} select distinct 'mark', 'mark', null, false, slice_id, slice_version from {table}",
    "slice_id in (select slice_id from {table} where charge_id = 'mark')",
    "delete from {table} where charge_id = 'mark'",
)
MARKS = {
    "core.fct_costs": ("source_file", TEXT_MARK),
    "core.fct_cost_identities": ("first_seen_date", DATE_MARK),
    "core.bridge_cost_tags": ("charge_id", ROW_MARK),
    "core.fct_ai_requests": ("source_file", TEXT_MARK),
    "core.fct_token_usage": ("region_id", TEXT_MARK),
    "allocation.fct_allocated_costs": ("owner_evidence", TEXT_MARK),
}
COST_TABLES = [
    "core.fct_costs",
    "core.fct_cost_identities",
    "core.bridge_cost_tags",
    "allocation.fct_allocated_costs",
]
UNTAGGED = [table for table in COST_TABLES if table != "core.bridge_cost_tags"]

# What rows know of how they came: left out when tables are compared.
OF_ITS_HISTORY = {
    "delivery_id",
    "slice_version",
    "source_file",
    "source_row",
    "landed_at",
    "first_landed_at",
    "hours_behind",
    "last_landed_at",
    "hours_until_landed",
    "delivered_at",
    "loaded_at",
    "known_until",
}
TAKEN_BACK = ("focus", "Isles/88", "2027-02")
SCHEMAS = ("core", "allocation", "unit_economics", "sustainability", "planning", "anomalies", "governance")

Slices = dict[str, set[str]]


class Company:
    """A home in which the company's exports are landed and built."""

    def __init__(self, folder: Path, dbt: Dbt) -> None:
        self.folder = folder
        self.dbt = dbt
        self.project = Project(root=ROOT, home=folder)

    def land(self, *exports: company.Export) -> None:
        for export in exports:
            path = export.write(self.folder / "exports")
            report = land(self.project, [str(path)], confirm=lambda _: True)
            assert [file.outcome for file in report.files] == ["landed"], report.files

    def copy(self, folder: Path, dbt_of: Callable[[Path], Dbt]) -> "Company":
        shutil.copytree(self.folder, folder)
        return Company(folder, dbt_of(folder))

    def unland(self, source_name: str, scope: str, period: str) -> None:
        found = [
            entry["delivery_id"]
            for entry in read_ledger(self.project)
            if (entry["source_name"], entry["delivery_scope"], entry["billing_period"])
            == (source_name, scope, period)
        ]
        assert len(found) == 1
        unland(self.project, found[0])

    def build(self, *options: str) -> DbtRun:
        """Build all models, less tests."""
        return self.dbt("run", *options)

    def writes(self, *statements: str) -> None:
        with duckdb.connect(str(self.folder / "warehouse" / "ai_finops.duckdb")) as connection:
            for statement in statements:
                connection.execute(statement)

    def slices(self, table: str, condition: str = "true") -> set[str]:
        return {row[0] for row in self.dbt.rows(f"select distinct slice_id from {table} where {condition}")}

    @contextmanager
    def watched(self) -> Iterator[tuple[Slices, Slices]]:
        """Mark every row, and tell afterwards which slices of which tables are built anew or gone."""
        rebuilt: Slices = {}
        emptied: Slices = {}
        before = {table: self.slices(table) for table in MARKS}
        self.writes(
            *(sql.format(table=table, column=column) for table, (column, (sql, _, _)) in MARKS.items())
        )
        yield rebuilt, emptied
        for table, (column, (_, is_marked, _)) in MARKS.items():
            condition = is_marked.format(table=table, column=column)
            untouched = self.slices(table, condition)
            new = self.slices(table, f"not ({condition})")
            assert untouched & new == set(), f"slices of {table} are built beside what they held"
            rebuilt |= {table: new} if new else {}
            gone = before[table] - untouched - new
            emptied |= {table: gone} if gone else {}
        self.writes(
            *(sql.format(table=table, column=column) for table, (column, (_, _, sql)) in MARKS.items())
        )

    def digests(self) -> dict[str, tuple[int, str]]:
        """Rows and md5 over sorted rows of every public table, less what they know of their history."""
        with self.dbt.warehouse() as connection:
            columns: dict[str, list[str]] = {}
            for schema, table, column in connection.execute(
                "select table_schema, table_name, column_name from information_schema.columns"
                f" where table_schema in {SCHEMAS} and table_name not like 'int_%' order by all"
            ).fetchall():
                if column not in OF_ITS_HISTORY:
                    columns.setdefault(f"{schema}.{table}", []).append(f'"{column}"')
            return {
                table: connection.execute(
                    "select count(*), md5(string_agg(hash, '' order by hash)) from"
                    f" (select md5(cast(to_json(row({', '.join(names)})) as varchar)) as hash from {table})"
                ).fetchone()
                for table, names in columns.items()
            }


def same(tables: list[str], slices: set[str]) -> Slices:
    return {table: slices for table in tables}


def differing(one: dict, other: dict) -> dict:
    return {
        table: (one.get(table), other.get(table))
        for table in one | other
        if one.get(table) != other.get(table)
    }


@pytest.fixture(scope="module")
def base(made_once: MadeOnce, dbt_of: Callable[[Path], Dbt]) -> Company:
    """The exports of the beginning, landed and built; tests take copies."""

    def make(folder: Path) -> None:
        home = Company(folder, dbt_of(folder))
        home.land(*company.BASE)
        home.build().check()

    folder = made_once("company_at_first", make)
    return Company(folder, dbt_of(folder))


@pytest.fixture(scope="module")
def at_once(made_once: MadeOnce, dbt_of: Callable[[Path], Dbt]) -> Company:
    """Everything landed, then built once: what every other history must come to. To be read only."""

    def make(folder: Path) -> None:
        home = Company(folder, dbt_of(folder))
        home.land(*company.BASE, *company.LATER)
        home.unland(*TAKEN_BACK)
        home.build().check()

    folder = made_once("company_at_once", make)
    return Company(folder, dbt_of(folder))


def test_only_what_changed_is_rebuilt(
    base: Company, at_once: Company, tmp_path: Path, dbt_of: Callable[[Path], Dbt]
) -> None:
    """One thing after the other; at the end the warehouse is as if all had come at once."""
    home = base.copy(tmp_path / "copy", dbt_of)

    # A month delivered again, and the vendor's usage of a day that only the gateway had.
    home.land(company.RESTATED, company.COVERAGE)
    with home.watched() as (rebuilt, emptied):
        home.build().check()
    month = {"focus|Nimbus/0012|2027-01"}
    assert rebuilt == {
        **same(COST_TABLES, month),
        "core.fct_ai_requests": {"litellm_spend_logs|default|2027-01-01"},
        "core.fct_token_usage": {"litellm_spend_logs|default|2027-01-01", "openai_usage|default|2027-01-01"},
    }
    assert emptied == {}
    costs = "select billed_cost from core.fct_costs where slice_id = 'focus|Nimbus/0012|2027-01' order by all"
    assert [str(row[0].normalize()) for row in home.dbt.rows(costs)] == ["1E-7", "0.25", "2.2", "5", "5"]
    roles = (
        "select distinct usage_date::varchar, usage_role from core.fct_token_usage"
        " where usage_origin = 'gateway_log' and provider_name = 'OpenAI' order by all"
    )
    assert home.dbt.rows(roles) == [
        ("2026-12-31", "explains"),
        ("2027-01-01", "explains"),
        ("2027-01-02", "counts"),
    ]

    # An owner of a project of the vendor, and an attempt that the gateway now dates on the next day.
    home.land(company.LATE_OWNER, company.MOVED)
    with home.watched() as (rebuilt, emptied):
        home.build().check()
    days = {"litellm_spend_logs|default|2026-12-31", "litellm_spend_logs|default|2027-01-01"}
    assert rebuilt == {
        "allocation.fct_allocated_costs": {"openai_costs|default|2026-12", "openai_costs|default|2027-01"},
        "core.fct_ai_requests": days,
        "core.fct_token_usage": days,
    }
    assert emptied == {}
    assert home.dbt.rows(
        "select request_id, request_date::varchar, input_tokens from core.fct_ai_requests order by 1"
    ) == [
        ("a", "2026-12-31", 100),
        ("b", "2027-01-01", 201),
        ("c", "2027-01-01", 301),
        ("e", "2027-01-02", 500),
        ("groq-d", "2027-01-01", 400),
    ]

    # The organisation's own rate at one month's end, an invoice's own rate for another; then newer ECB rates.
    home.land(company.OWN_RATE, company.INVOICE_RATE)
    with home.watched() as (rebuilt, emptied):
        home.build().check()
    december, january = "focus|Kiefer/77|2026-12", "focus|Kiefer/77|2027-01"
    assert (rebuilt, emptied) == (same(COST_TABLES, {december, january}), {})
    rates = "select distinct slice_id, fx_rate_source from core.fct_costs where not is_provisional_rate"
    assert set(home.dbt.rows(f"{rates} and billing_currency = 'EUR'")) == {
        (december, "invoice"),
        (january, "organisation"),
    }
    provisional = (
        "select slice_id from core.fct_costs where is_provisional_rate group by slice_id order by slice_id"
    )
    open_month = ["focus|Isles/88|2027-02", "focus|Kiefer/77|2027-02"]
    assert home.dbt.rows(provisional) == [(one,) for one in open_month]
    home.land(company.NEWER_ECB)
    with home.watched() as (rebuilt, emptied):
        home.build().check()
    assert (rebuilt, emptied) == (same(COST_TABLES, set(open_month)), {})
    assert home.dbt.rows(provisional) == []

    # A day that the vendor's new pull finds empty, and a delivery taken back.
    home.land(company.REPULL)
    home.unland(*TAKEN_BACK)
    with home.watched() as (rebuilt, emptied):
        home.build().check()
    assert rebuilt == same(UNTAGGED, {"openai_costs|default|2027-01"})
    assert emptied == same(COST_TABLES, {"focus|Isles/88|2027-02"})

    home.build().check()
    assert differing(home.digests(), at_once.digests()) == {}


def test_twins_keep_their_ids_when_a_month_is_invoiced(
    base: Company, tmp_path: Path, dbt_of: Callable[[Path], Dbt]
) -> None:
    """Charges alike in all but their amount are numbered alike before and after the invoice id is there."""
    home = base.copy(tmp_path / "twins", dbt_of)
    amounts = [f"{number}.5" for number in range(1, 13)]
    row = {
        "ProviderName": "Twins",
        "BillingPeriodStart": "2026-12-01T00:00:00Z",
        "BillingPeriodEnd": "2027-01-01T00:00:00Z",
        "ChargePeriodStart": "2026-12-05T00:00:00Z",
        "ChargePeriodEnd": "2026-12-06T00:00:00Z",
    }
    held = []
    for invoice_id in ("", "INV-77"):
        rows = [focus_row(amount, InvoiceId=invoice_id, **row) for amount in amounts]
        home.land(company.Export("twins", f"twins{invoice_id}.csv", focus_csv(rows)))
        home.build("--select", "+fct_costs").check()
        held.append(
            dict(
                home.dbt.rows(
                    "select charge_id, billed_cost from core.fct_costs where provider_name = 'Twins'"
                )
            )
        )
    assert len(held[0]) == len(amounts)
    assert held[0] == held[1]


def test_building_again_changes_nothing(
    at_once: Company, tmp_path: Path, dbt_of: Callable[[Path], Dbt]
) -> None:
    """Nothing new: nothing is rebuilt. All of it anew: all is as it was."""
    before = at_once.digests()
    assert all(before[table][0] for table in MARKS)
    home = at_once.copy(tmp_path / "again", dbt_of)
    with home.watched() as (rebuilt, emptied):
        home.build().check()
    assert (rebuilt, emptied) == ({}, {})
    home.build("--full-refresh").check()
    assert differing(before, home.digests()) == {}


def read_whole(node: dict, is_kept: bool = False) -> int:
    """How many exports a plan reads whole and keeps, because it needs them twice, before it picks slices."""
    name = node["name"].strip()
    if name == "READ_PARQUET":
        return int(is_kept)
    beneath = [is_kept and "JOIN" not in name for _ in node["children"]]
    if name == "CTE":
        beneath[0] = True
    return sum(read_whole(child, kept) for child, kept in zip(node["children"], beneath, strict=True))


@pytest.mark.prove
@pytest.mark.parametrize("view", ["int_costs__unioned", "int_token_usage__unioned", "int_litellm__requests"])
def test_slices_are_picked_while_exports_are_read(at_once: Company, view: str) -> None:
    """Else each build reads whatever was ever landed: seconds per million rows, with nothing to do."""
    with at_once.dbt.warehouse() as connection:
        plan = connection.execute(f"explain (format json) select * from intermediate.{view}").fetchall()
    assert "READ_PARQUET" in plan[0][1]
    assert sum(map(read_whole, json.loads(plan[0][1]))) == 0


@pytest.mark.parametrize("seed", [14])
def test_any_order_of_scopes_and_periods(
    at_once: Company, seed: int, tmp_path: Path, dbt_of: Callable[[Path], Dbt]
) -> None:
    """Lines of exports in any order, each in its own, with builds in between."""
    dice = random.Random(seed)
    folder = make_home(tmp_path / "company")
    home = Company(folder, dbt_of(folder))
    lines: dict[str, list[company.Export]] = {}
    for export in [*company.BASE, *company.LATER]:
        lines.setdefault(export.line, []).append(export)
    order = []
    while lines:
        line = dice.choice(sorted(lines))
        order.append(lines[line].pop(0))
        lines = {name: rest for name, rest in lines.items() if rest}
    cuts = sorted(dice.sample(range(1, len(order)), 2))
    for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
        home.land(*order[start:end])
        if end == len(order):
            home.unland(*TAKEN_BACK)
        home.build().check()
    assert differing(home.digests(), at_once.digests()) == {}


def killed_at(home: Company, words: str) -> int:
    """Build in a process that is killed after the first statement with `words`, before it commits."""

    def build() -> None:
        execute = DuckDBCursorWrapper.execute

        def deadly(self: DuckDBCursorWrapper, sql: str, bindings: object = None) -> object:
            statement = sql.split("insert into")[0] if "delete from" in sql else sql
            if words in statement:
                execute(self, statement)
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(self, sql, bindings)

        with mock.patch.object(DuckDBCursorWrapper, "execute", deadly):
            home.build()

    process = multiprocessing.get_context("fork").Process(target=build)
    process.start()
    process.join(120)
    return process.exitcode


@pytest.mark.prove
def test_a_broken_build_heals(
    base: Company, at_once: Company, tmp_path: Path, dbt_of: Callable[[Path], Dbt]
) -> None:
    """Killed between delete and insert; then failed by a stray column with half of it done."""
    home = base.copy(tmp_path / "copy", dbt_of)
    home.land(*company.LATER)
    home.unland(*TAKEN_BACK)
    assert killed_at(home, 'delete from "ai_finops"."core"."fct_costs"') == -signal.SIGKILL
    home.writes("alter table allocation.fct_allocated_costs add column stray integer")
    failed = home.build()
    assert failed.statuses["model.ai_finops.fct_costs"] == "success"
    assert failed.statuses["model.ai_finops.fct_allocated_costs"] == "error"
    home.writes("alter table allocation.fct_allocated_costs drop column stray")
    home.build().check()
    assert differing(home.digests(), at_once.digests()) == {}
