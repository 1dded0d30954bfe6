"""Expectations: each is broken once, at the door and at the exit, and says what is wrong."""

import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finops.expectations import door
from finops.expectations import exit as exit_suite
from finops.expectations.report import write_report
from finops.expectations.suites import Between, NoRows, Result, Suite, Text
from finops.project import FinopsError
from finops.publishing import publish
from published_project import make_project

MONTH = "2025-09"
AMOUNTS = {"focus": ("10.50", "2.25", "-0.75"), "openai_costs": ("0.000000000001", "3", "1e-3")}


def stage(folder: Path, source: str, **changes: object) -> tuple[Path, dict]:
    """Write a sound delivery of three rows and return it as the lander would; `changes` replace column
    expressions."""
    delivery_id = f"{source}0000"[:16]
    table, columns = {
        "focus": (
            "cost_and_usage",
            {
                "BilledCost": "amount",
                "BillingAccountId": "'0012'",
                "BillingCurrency": "'USD'",
                "BillingPeriodStart": "timestamp '2025-09-01'",
                "ChargeCategory": "'Usage'",
                "ChargePeriodStart": "timestamp '2025-09-01' + interval (number) day",
                "ChargePeriodEnd": "timestamp '2025-09-02' + interval (number) day",
            },
        ),
        "openai_costs": (
            "costs",
            {
                "bucket_start": "'2025-09-0' || (number + 1) || 'T00:00:00Z'",
                "amount_value": "amount",
                "amount_currency": "'usd'",
                "line_item": "'gpt-5, input'",
            },
        ),
    }[source]
    columns |= {"_delivery_id": f"'{delivery_id}'", "_source_file": "'export.csv'", "_content_hash": "'abc'"}
    columns |= changes
    kind = "typed" if source == "focus" else "text"
    amount = "cast(amount as double)" if source == "focus" else "amount"
    folder.mkdir(parents=True, exist_ok=True)
    rows = ", ".join(f"({number}, '{amount}')" for number, amount in enumerate(AMOUNTS[source]))
    chosen = ", ".join(f'{expression} as "{column}"' for column, expression in columns.items() if expression)
    duckdb.sql(
        f"copy (select {chosen} from (select number, {amount} as amount from (values {rows}) as t(number,"
        " amount)))"
        f" to '{folder}/{table}.0.{kind}.parquet' (format parquet)"
    )
    total = sum(Decimal(one) for one in AMOUNTS[source])
    entry = {
        "delivery_id": delivery_id,
        "source_name": source,
        "billing_period": MONTH,
        "days": None if source == "focus" else ["2025-09-01", "2025-09-02", "2025-09-03", "2025-09-04"],
        "currencies": ["USD"],
        "tables": [{"table_name": table, "rows": 3}],
        "files": [
            {
                "source_file": "export.csv",
                "content_hash": "abc",
                "rows_in_delivery": 3,
                "billed_total": f"{total:f}",
            }
        ],
    }
    return folder, entry


def failures_of(staged: tuple[Path, dict]) -> list[str]:
    return [str(failure) for failure in door.check([staged]).get(staged[1]["delivery_id"], [])]


@pytest.mark.parametrize("source", ["focus", "openai_costs"])
def test_sound_delivery_passes(tmp_path: Path, source: str) -> None:
    assert door.check([stage(tmp_path, source)]) == {}


BROKEN_ROWS = {
    "BillingCurrency": ("'EUR'", "the ledger entry names the currencies"),
    "BillingPeriodStart": ("timestamp '2025-10-01'", "rows lie in the billing period"),
    "BillingAccountId": ("case number when 1 then ' ' else 'a' end", "mandatory values are not blank"),
    "ChargeCategory": ("", "every mandatory column is delivered"),
    "BilledCost": ("amount + 0.01", "the billed amounts of a file add up"),
    "ChargePeriodStart": ("'yesterday'", "mandatory numbers and times can be read"),
    "_delivery_id": ("case number when 1 then null else 'focus0000' end", "every row carries the id"),
    "_content_hash": ("'abd'", "every row names a file of the ledger entry"),
    "_source_file": ("null", "every row names a file of the ledger entry"),
}


@pytest.mark.parametrize("column", BROKEN_ROWS)
def test_broken_rows_are_named(tmp_path: Path, column: str) -> None:
    expression, expected = BROKEN_ROWS[column]
    found = failures_of(stage(tmp_path, "focus", **{column: expression}))
    assert any(expected in failure for failure in found), found


def test_broken_ledger_entries_are_named(tmp_path: Path) -> None:
    folder, entry = stage(tmp_path, "openai_costs")
    found = failures_of((folder, entry | {"tables": [{"table_name": "costs", "rows": 4}]}))
    assert len(found) == 1 and "rows_in_ledger 4, rows_in_parquet 3" in found[0]
    found = failures_of((folder, entry | {"days": ["2025-09-01", "2025-09-02"]}))
    assert len(found) == 1 and "day 2025-09-03" in found[0]
    found = failures_of((folder, entry | {"currencies": ["EUR", "USD"]}))
    assert len(found) == 1 and "EUR" in found[0]
    found = failures_of((folder, entry | {"files": [entry["files"][0] | {"billed_total": None}]}))
    assert len(found) == 1 and "has a total in the ledger entry" in found[0]


def test_missing_parquet_file_is_named(tmp_path: Path) -> None:
    folder, entry = stage(tmp_path, "focus")
    (folder / "cost_and_usage.0.typed.parquet").unlink()
    assert any("as many rows as the ledger entry" in failure for failure in failures_of((folder, entry)))


def test_failures_go_to_their_delivery_only(tmp_path: Path) -> None:
    sound = stage(tmp_path / "a", "openai_costs")
    broken = stage(tmp_path / "b", "focus", BilledCost="amount * 2")
    report = tmp_path / "door.html"
    assert set(door.check([sound, broken], report=report)) == {broken[1]["delivery_id"]}
    page = report.read_text(encoding="utf-8")
    assert "1 of 11 expectations failed" in page and broken[1]["delivery_id"] in page


def test_more_broken_deliveries_than_rows_shown_are_all_refused(tmp_path: Path) -> None:
    folder, entry = stage(tmp_path / "one", "openai_costs", amount_value="'2'")
    staged = []
    for number in range(201):
        (tmp_path / str(number)).symlink_to(folder)
        staged.append((tmp_path / str(number), entry | {"delivery_id": f"{number:016}"}))
    assert len(door.check(staged)) == len(staged)


def test_nothing_leaks_to_the_terminal(tmp_path: Path) -> None:
    folder, entry = stage(tmp_path, "focus", BilledCost="amount * 2")
    script = (
        "import logging\nlogging.basicConfig(level=0)\n"
        "from pathlib import Path\nfrom finops.expectations import door\n"
        f"assert door.check([(Path({str(folder)!r}), {entry!r})])"
    )
    done = subprocess.run([sys.executable, "-W", "default", "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(make_project(tmp_path_factory.mktemp("generation"))).folder


COSTS = "update core.fct_costs set"
BROKEN_GENERATIONS = {
    "alter table core.fct_costs drop tags": "core.fct_costs: the columns are those of the contract",
    "drop table core.dim_owner": "Tables: the tables of the public contract are published",
    "create table core.more as select 1 as one": "Tables: the tables of the public contract are published",
    "insert into core.fct_ai_requests select * from core.fct_ai_requests limit 1": "one row per request_id",
    "update core.fct_ai_requests set request_id = null where request_id = 'r1'": "one row per request_id",
    "alter table core.fct_costs alter billed_cost type double": "money is DECIMAL",
    'alter table core.focus_cost_and_usage rename "Tags" to "tags_"': "the 57 columns of FOCUS 1.2",
    f"{COSTS} billing_currency = 'usd' where billing_currency = 'USD'": "capital letters",
    f"{COSTS} billing_currency = null where charge_id = '2025-09-1'": "in every row with money",
    f"{COSTS} billing_period = 'September' where billing_period = '2025-09'": "is a month",
    "delete from core.fct_costs where charge_id = '2025-09-1'": "Parquet files of a table hold",
    f"{COSTS} billed_cost = 1.000000000001 where charge_id = '2025-09-2'": "Parquet files of a table hold",
    f"{COSTS} effective_cost = effective_cost + 0.000000000001": "allocated effective_cost adds up",
    "delete from allocation.fct_allocated_costs where billing_currency = 'EUR'": "allocated billed_cost",
    f"{COSTS} billed_cost = billed_cost + 1 where charge_id = 'new-0'": "BilledCost adds up",
    f"{COSTS} cost_origin = 'own_assets' where charge_id = '2025-09-0'": "there is a row for each charge",
    'update core.focus_cost_and_usage set "ListCost" = null where "SkuId" is null': "no cost is NULL",
}


def test_sound_generation_passes(generation: Path) -> None:
    results = exit_suite.run(generation)
    assert all(result.success for result in results) and len(results) > 20


@pytest.mark.parametrize("change", BROKEN_GENERATIONS)
def test_broken_generation_is_named(generation: Path, tmp_path: Path, change: str) -> None:
    broken = Path(shutil.copytree(generation, tmp_path / "broken"))
    with duckdb.connect(str(broken / "ai_finops.duckdb")) as con:
        con.execute(change)
    found = [str(failure) for failure in exit_suite.check(broken)]
    assert any(BROKEN_GENERATIONS[change] in failure for failure in found), found


BROKEN_FOCUS = {
    'alter table allocation.focus_allocated_costs drop "AllocatedTags"': "the 65 columns of FOCUS 1.3",
    'alter table allocation.focus_allocated_costs add column "TeamName" text': "the 65 columns of FOCUS 1.3",
    "delete from allocation.focus_allocated_costs where \"BillingCurrency\" = 'EUR'": "allocated BilledCost",
    'update allocation.focus_allocated_costs set "BilledCost" = 1.000000000001': "allocated BilledCost",
}


@pytest.mark.parametrize("change", [None, *BROKEN_FOCUS])
def test_allocated_cost_in_focus_is_checked(generation: Path, tmp_path: Path, change: str | None) -> None:
    """The table is added to a sound generation; then it is broken."""
    made = Path(shutil.copytree(generation, tmp_path / "made"))
    added = ", ".join(f'cast(null as varchar) as "{column}"' for column in exit_suite.FOCUS_1_3_COLUMNS)
    with duckdb.connect(str(made / "ai_finops.duckdb")) as con:
        con.execute(
            f"create table allocation.focus_allocated_costs as select *, {added}"
            " from core.focus_cost_and_usage"
        )
        if change:
            con.execute(change)
    found = [str(failure) for failure in exit_suite.check(made)]
    named = {said for said in BROKEN_FOCUS.values() if any(said in failure for failure in found)}
    assert named == ({BROKEN_FOCUS[change]} if change else set())


def test_a_row_without_money_needs_no_currency(generation: Path, tmp_path: Path) -> None:
    """Money is what is named so, in rows and in sums; a count is none, however wide it is."""
    made = Path(shutil.copytree(generation, tmp_path / "made"))
    for change, is_named in (
        ("alter table core.fct_ai_requests add column billing_currency text", None),
        ("alter table core.fct_ai_requests add column effective_cost decimal(28, 12)", False),
        ("alter table core.fct_ai_requests add column count_days decimal(38, 12) default 1", False),
        ("update core.fct_ai_requests set effective_cost = 1 where request_id = 'r1'", True),
    ):
        with duckdb.connect(str(made / "ai_finops.duckdb")) as con:
            con.execute(change)
        if is_named is not None:
            found = [failure.suite for failure in exit_suite.check(made) if "capital" in str(failure)]
            assert found == ["core.fct_ai_requests"] * is_named, change


def test_missing_parquet_file_of_a_generation_is_named(generation: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(generation, tmp_path / "broken"))
    (broken / "core" / "fct_costs" / "focus.2025-09.parquet").unlink()
    assert [failure.suite for failure in exit_suite.check(broken)] == ["Parquet files"]


def test_native_expectations_fail_and_say_why() -> None:
    from finops.expectations.engine import engine

    with engine() as running:
        running.con.execute(
            "create view parts as select unnest([0, 0.5, 1.5]) as cost_share, 'EURO' as currency"
        )
        expectations = (Between("within 0 and 1", "cost_share", 0, 1), Text("three letters", "currency", 3))
        found = running.run([Suite("Parts", "parts", expectations)])
        assert [(result.success, result.count) for result in found] == [(False, 1), (False, 3)]
        with pytest.raises(FinopsError, match="could not be run"):
            running.run([Suite("Lost", "parts", (NoRows("x", "select nothing from {batch}"),))])


def test_report_shows_failures_first_and_escapes_values(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"tag": "<b>&", "count": None}]
    results = [
        Result("Sound", "holds", True, "none found"),
        Result("Bad", "fails", False, "12 found", rows, 12),
    ]
    write_report(tmp_path / "report.html", "Checked", results)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.index("Bad") < page.index("Sound")
    assert "<td>&lt;b&gt;&amp;</td><td>NULL</td>" in page and "and 11 more" in page
    assert "1 of 2 expectations failed" in page
