"""First look: exact figures per currency, suggestions with reasons, lists that keep a person's words."""

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from cli_home import entry, make_tables, write_entry
from finops.cli import app
from finops.figures import open_figures
from finops.first_look import spend_by_vendor
from finops.open_items import open_items, owners_to_name
from finops.project import FinopsError, Project
from finops.todo import OWNERS, TAG_KEY_MEANINGS, is_open_list, update, write_owners, write_tag_keys
from running_dbt import ROOT

runner = CliRunner()


@pytest.fixture
def project(project: Project) -> Project:
    """The project with the tables made by hand in its warehouse."""
    make_tables(project.warehouse)
    return project


def read(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def row_of(output: str, *words: str) -> str:
    """Return the one line that starts with these words."""
    found = [line for line in output.splitlines() if line.split()[: len(words)] == list(words)]
    assert len(found) == 1, (words, found)
    return found[0]


def test_spend_is_exact_per_currency_and_says_open_or_final(project: Project) -> None:
    with open_figures(project) as figures:
        spend = {(item.vendor, item.currency, item.month): item for item in spend_by_vendor(figures)}
    assert spend["OpenAI", "USD", "2026-08"].billed == Decimal("150.105")
    assert spend["OpenAI", "USD", "2026-08"].is_final  # accounts payable has the one invoice of that month
    assert not spend["OpenAI", "USD", "2026-09"].is_final
    assert spend["AWS", "USD", "2026-09"].billed == Decimal("690")
    assert spend["AWS", "USD", "2026-09"].is_final  # the data says invoiced
    assert spend["Azure", "EUR", "2026-09"].reporting == Decimal("220")
    assert spend["Azure", "CHF", "2026-09"].reporting is None
    assert sum(item.billed for item in spend.values()) == Decimal("1100.504999999999")


def test_screen_shows_every_currency_apart(project: Project) -> None:
    result = runner.invoke(app, ["first-look"])
    assert result.exit_code == 0, result.output
    assert row_of(result.output, "OpenAI", "USD").split()[2:] == ["150.11", "50.40*", "200.51"]
    assert row_of(result.output, "all", "vendors", "USD").split()[3:] == ["150.11", "740.40", "890.51"]
    assert row_of(result.output, "all", "vendors", "CHF").split()[3:] == ["0.00", "10.00", "no", "rate"]
    assert row_of(result.output, "USD", "890.51").split()[2:] == ["150.11", "740.40", "16.9", "%"]
    assert row_of(result.output, "EUR", "200.00").split()[1:] == ["200.00", "200.00", "0.00", "100.0", "%"]
    assert row_of(result.output, "USD", "rounding").split()[2:] == ["1", "150.10", "150.11", "-0.01"]
    assert row_of(result.output, "m", "OpenAI", "input").split()[4:] == ["USD", "40.00", "5.000", "8.0000"]
    assert "usage missing on some days" in row_of(result.output, "m", "OpenAI", "output")
    assert "old" not in result.output


def test_short_prints_teams_and_writes_no_list(project: Project) -> None:
    result = runner.invoke(app, ["first-look", "--short"])
    assert result.exit_code == 0, result.output
    assert row_of(result.output, "team").split()[1:] == ["CHF", "EUR", "USD", "all", "in", "USD", "share"]
    assert row_of(result.output, "search").split()[1:] == ["150.11", "150.11", "-"]
    assert row_of(result.output, "assist").split()[1:] == ["200.00", "220.00", "-"]
    assert row_of(result.output, "unallocated").split()[1:] == ["10.00", "740.40", "no", "rate", "-"]
    assert not list(project.inputs.iterdir())


def test_small_teams_are_one_line_that_keeps_their_money(project: Project) -> None:
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("delete from allocation.fct_allocated_costs where billing_currency = 'CHF'")
        con.execute(
            "insert into allocation.fct_allocated_costs by name select * exclude (number) replace ("
            "'team ' || number as target_id, 1.01 * number as billed_cost,"
            " 1.01 * number as billed_cost_reporting)"
            " from allocation.fct_allocated_costs, range(1, 21) as numbers(number) where charge_id = 'c1'"
        )
    for command in (["first-look", "--short"], ["first-look"]):
        output = runner.invoke(app, command).output
        # 22 teams: search, assist and the ten largest of the twenty stand alone.
        assert row_of(output, "10", "other", "teams").split()[3:5] == ["55.55", "55.55"]
        assert "team 11 " in output and "team 10 " not in output
        assert output.index("team 11 ") < output.index("other teams") < output.index("unallocated")


def test_share_by_team_where_every_rate_is_known(project: Project) -> None:
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("delete from allocation.fct_allocated_costs where billing_currency = 'CHF'")
    lines = runner.invoke(app, ["first-look", "--short"]).output
    assert row_of(lines, "assist").split()[1:] == ["200.00", "220.00", "19.8", "%"]
    assert row_of(lines, "unallocated").split()[1:] == ["740.40", "740.40", "66.7", "%"]
    assert lines.index("assist") < lines.index("search") < lines.index("unallocated")


def test_owners_to_name_come_by_money_without_people(project: Project) -> None:
    with open_figures(project) as figures:
        found = owners_to_name(open_items(figures), 100)
        people = owners_to_name(open_items(figures, with_principals=True), 100)
    assert [(item.owner_kind, item.owner_value) for item in found] == [
        ("project", "s1"),
        ("tag", "squad=vega"),
        ("key", "k1"),
        ("project", "s2"),
    ]
    assert found[0].money == Decimal("690") and found[0].last_seen is not None
    assert found[2].coverage_text == "4.0 %"
    assert found[3].money_text == "CHF 10.00 (no rate)"
    assert [item.owner_value for item in people if item.owner_kind == "principal"] == ["ann@x.example"]


def test_todo_prints_all_kinds_and_writes_the_lists(project: Project) -> None:
    result = runner.invoke(app, ["todo"])
    assert result.exit_code == 0, result.output
    assert row_of(result.output, "USD", "30.40", "unmapped", "key").split()[4:5] == ["k1:"]
    assert row_of(result.output, "USD", "0.01", "unreconciled", "invoice", "INV-8")
    assert "ann@x.example" not in result.output
    assert len(read(project.inputs / "owners.todo.csv")) == 4
    assert {row["tag_key"] for row in read(project.inputs / "tag_keys.csv")} == {"env", "squad"}
    assert runner.invoke(app, ["todo", "--limit", "1"]).exit_code == 0
    assert [row["owner_value"] for row in read(project.inputs / "owners.todo.csv")] == ["s1"]


@pytest.mark.parametrize("command", ["todo", "first-look"])
def test_faults_name_the_rule_or_the_row_and_what_to_do(
    project: Project, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, in a narrow terminal too, and those without an amount as well."""
    monkeypatch.setenv("COLUMNS", "80")
    output = " ".join(runner.invoke(app, [command]).output.split())
    assert "2 faults in your own rules and lists" in output
    assert "do not make 100 percent: rule network-split version 1 makes 99.0 %. Do it" in output
    assert "Two owners named for the same days: owners tag app=x from 2026-06-01. Do it" in output
    assert "…" not in output and "no amount known" in output


@pytest.mark.parametrize("command", ["todo", "first-look"])
def test_worst_findings_are_shown_by_count(project: Project, command: str) -> None:
    """Errors before warnings, most rows first; notes are for who asks, and own rules have their own block."""
    with duckdb.connect(str(project.warehouse)) as con:
        con.executemany(
            "insert into governance.fct_source_findings values"
            " (?, 's', '2026-09', ?, 'USD', ?, 1, ?, 'Ask it', ?, ?)",
            [
                ("azure_cost", "azure_datasets_differ", 1, "error", "arithmetic", "Datasets differ"),
                ("focus", "list_cost_missing", 700, "warning", "focus", "No list cost"),
                ("aws_cur", "list_cost_missing", 800, "warning", "focus", "No list cost"),
                ("focus", "sku_missing", 9, "warning", "focus", "No SKU"),
                ("focus", "some_note", 9999, "note", "focus", "Note"),
                ("owners", "owner_periods_overlap", 9999, "warning", "organisation", "Overlap"),
            ],
        )
    output = runner.invoke(app, [command]).output
    assert "Findings in what was delivered: 1 error, 1,509 warnings" in output
    order = [output.index(text) for text in ("azure_datasets_differ", "1,500 warnings", "sku_missing")]
    assert order == sorted(order)
    assert "aws_cur, focus" in output and "some_note" not in output and "9,999" not in output


def test_one_item_has_one_figure_on_every_screen_and_list(project: Project) -> None:
    """What is billed and what is at stake differ where a commitment was paid ahead."""
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute(
            "update governance.fct_open_items set money_at_stake = 1234.5 where owner_value = 'squad'"
        )
    output = runner.invoke(app, ["first-look"]).output
    assert row_of(output, "USD", "1,234.50", "unmapped", "tag", "key", "squad")
    assert "`squad` looks like a team key, on USD 1,234.50 that nobody owns" in output
    keys = {row["tag_key"]: row["unowned_spend"] for row in read(project.inputs / "tag_keys.csv")}
    assert keys["squad"] == "USD 1,234.50"


def test_first_screen_says_which_months_whose_and_what_next(project: Project) -> None:
    for command in (["first-look"], ["first-look", "--short"]):
        output = runner.invoke(app, command).output
        assert "UTC, billing periods 2026-08 to 2026-09." in output.splitlines()[0]
        assert "invented company" not in output
    assert "Next: `finops first-look`" in output
    write_entry(project, entry("d1", is_demo=True))
    output = runner.invoke(app, ["first-look", "--short"]).output
    assert "invented company" in output and str(project.home / "build" / "demo") in output


def test_nothing_to_fill_in_is_said(project: Project) -> None:
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("delete from governance.fct_open_items where kind like 'unmapped%'")
    output = runner.invoke(app, ["todo"]).output
    assert output.count("nothing to fill in, 0 filled in.") == 2
    assert "Fill them in" not in output


def test_people_are_asked_for_in_the_warehouse(project: Project) -> None:
    """What is published holds pseudonyms, which no list can use."""
    make_tables(project.published / "ai_finops.duckdb")
    with duckdb.connect(str(project.published / "ai_finops.duckdb")) as con:
        con.execute("update governance.fct_open_items set owner_value = 'p-1' where owner_kind = 'principal'")
    assert runner.invoke(app, ["todo", "--principals"]).exit_code == 0
    listed = {row["owner_value"] for row in read(project.inputs / "owners.todo.csv")}
    assert "ann@x.example" in listed and "p-1" not in listed


def test_lists_are_written_to_be_filled_in(project: Project) -> None:
    result = runner.invoke(app, ["first-look"])
    assert result.exit_code == 0, result.output
    owners = read(project.inputs / "owners.todo.csv")
    contract = ROOT / "scripts" / "finops" / "landing" / "contracts" / "owners.owners.csv"
    assert list(owners[0])[:9] == [row["column_name"] for row in read(contract)]
    assert {row["team"] for row in owners} == {""}
    assert owners[0]["unowned_spend"] == "USD 690.00"
    assert owners[0]["coverage_gained"] == "90.0 %"
    keys = {row["tag_key"]: row for row in read(project.inputs / "tag_keys.csv")}
    assert keys["squad"]["coverage_gained"] == "90.0 %"
    assert keys["squad"]["suggested_meaning"] == "team"
    assert "`squad` looks like a team key, on USD 690.00 that nobody owns" in result.output
    assert keys["env"]["unowned_spend"] == "USD 700.00"
    assert {row["meaning"] for row in keys.values()} == {""}


def test_lists_keep_what_a_person_wrote(project: Project) -> None:
    assert runner.invoke(app, ["first-look"]).exit_code == 0
    path = project.inputs / "owners.todo.csv"
    rows = read(path)
    rows[2]["team"] = "research"
    rows[2]["unowned_spend"] = "checked with Ann"
    own = {"owner_kind": "key", "owner_value": "k-new", "mine": "typed by hand"}
    with open(path, "w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, [*rows[0], "mine"], restval="", delimiter=";")
        writer.writeheader()
        writer.writerows([rows[2], own, rows[0]])
    with open_figures(project) as figures:
        written = write_owners(project, owners_to_name(open_items(figures), 100))
    with open(path, encoding="utf-8", newline="") as handle:
        after = list(csv.DictReader(handle, delimiter=";"))
    assert after[0] == rows[2] | {"mine": ""}
    assert (after[1]["owner_value"], after[1]["mine"]) == ("k-new", "typed by hand")
    assert len({(row["owner_kind"], row["owner_value"]) for row in after}) == len(after) == len(rows) + 1
    assert (written.filled, written.open) == (1, len(rows))


def test_meanings_landed_before_leave_the_list_open(project: Project) -> None:
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("insert into core.dim_tag_key values ('squad', 'team')")
    with open_figures(project) as figures:
        written = write_tag_keys(project, figures, open_items(figures))
    assert {row["meaning"] for row in read(written.path)} == {""}
    assert (written.open, written.filled, written.hint) == (2, 0, "")
    assert is_open_list(written.path)


def test_a_list_that_cannot_be_read_is_left_alone(project: Project) -> None:
    path = project.inputs / "tag_keys.csv"
    path.write_text("notes\nteam is squad\n", encoding="utf-8")
    with open_figures(project) as figures, pytest.raises(FinopsError, match="It was left as it is"):
        write_tag_keys(project, figures, open_items(figures))
    assert path.read_text(encoding="utf-8") == "notes\nteam is squad\n"


def test_an_open_list_is_told_from_a_filled_one(tmp_path: Path) -> None:
    hostile = 'k,"=1+1;\n' + "é" * 10_000
    path = update(
        tmp_path, OWNERS, [{"owner_kind": "key", "owner_value": hostile, "unowned_spend": "USD 1.00"}]
    ).path
    assert is_open_list(path)
    rows = read(path)
    assert rows[0]["owner_value"] == hostile
    update(tmp_path, TAG_KEY_MEANINGS, [{"tag_key": "team", "unowned_spend": "USD 1.00"}])
    listed = tmp_path / "tag_keys.csv"
    listed.write_text(listed.read_text(encoding="utf-8").replace("team,,", "team,team,"), encoding="utf-8")
    assert not is_open_list(listed)
    assert not is_open_list(tmp_path / "costs.csv")


def test_nothing_built_is_said(home: Path) -> None:
    result = runner.invoke(app, ["first-look"])
    assert result.exit_code == 1
    assert "Nothing is built yet" in result.output
    assert "Traceback" not in result.output


def test_published_copy_comes_before_the_warehouse(project: Project) -> None:
    make_tables(project.published / "ai_finops.duckdb")
    with duckdb.connect(str(project.published / "ai_finops.duckdb")) as con:
        con.execute("delete from core.fct_costs where provider_name != 'AWS'")
    with open_figures(project) as figures:
        assert [item.vendor for item in spend_by_vendor(figures)] == ["AWS"]


def test_a_table_that_is_not_built_is_one_message(project: Project) -> None:
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("drop table unit_economics.fct_token_prices")
    result = runner.invoke(app, ["first-look"])
    assert result.exit_code == 1
    assert "finops build" in result.output
    assert "Traceback" not in result.output
