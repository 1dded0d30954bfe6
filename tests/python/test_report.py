"""The report: its numbers are those of the marts, it asks nobody for anything, and says why it is empty."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from markupsafe import escape
from typer.testing import CliRunner

import headless
from cli_home import make_tables
from finops.cli import app
from finops.figures import open_figures, published_file
from finops.project import FinopsError, Project
from finops.reporting.catalogue import FIGURES
from finops.reporting.explaining import behind, resolve
from finops.reporting.figure import ask
from finops.reporting.notes import _file_name, notes
from finops.reporting.page import TEMPLATES, render
from running_dbt import BareBuild, Dbt

runner = CliRunner()
# Facts that are of no charge: how fresh the data is, and what holds no amount.
NOT_ABOUT_COST = {"freshness", "data-day"}


class Page(HTMLParser):
    """What a page shows: by figure its tables, its headline numbers, and whatever it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, dict[str, dict[str, tuple[str, str]]]] = {}
        self.tiles: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self._figure = self._row = ""
        self._cell: tuple[str, str] | None = None
        self._text = ""
        self._is_tile = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")]
        if tag == "article":
            self._figure = given["data-figure"] or ""
            self._is_tile = given["class"] == "tile"
        elif tag == "tr" and "data-row" in given:
            self._row = given["data-row"] or ""
        elif tag in ("td", "th") and given.get("data-column"):
            self._cell = (given["data-column"] or "", given["data-value"] or "")
        self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell:
            column, value = self._cell
            rows = self.tables.setdefault(self._figure, {})
            rows.setdefault(self._row, {})[column] = (value, self._text.strip())
            self._cell = None
        if tag == "b" and self._is_tile:
            self.tiles.setdefault(self._figure, []).append(self._text)


@pytest.fixture(scope="module")
def text(published_demo: Project) -> str:
    """The page of the demo."""
    with open_figures(published_demo) as figures:
        assert figures.is_published
        return render(published_demo, figures)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


@contextmanager
def marts(published_demo: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published tables, read without the code under test."""
    with duckdb.connect(str(published_file(published_demo)), read_only=True) as con:
        yield con


def cents(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,}"


def test_every_figure_is_on_the_page(text: str) -> None:
    for id_, figure in FIGURES.items():
        assert f"finops explain {id_}<" in text, id_
        assert figure.table in text


def test_spend_equals_the_costs(page: Page, published_demo: Project) -> None:
    with marts(published_demo) as con:
        expected = con.execute(
            "select provider_name, billing_currency, billing_period, sum(billed_cost) from core.fct_costs"
            " where cost_origin = 'provider_bill' and source_name != 'vendor_costs' group by all"
        ).fetchall()
        totals = con.execute(
            "select billing_currency, sum(billed_cost) from core.fct_costs"
            " where cost_origin = 'provider_bill' group by all"
        ).fetchall()
        of_lists = con.execute(
            "select distinct provider_name from core.fct_costs where source_name = 'vendor_costs'"
        ).fetchall()
    shown = page.tables["spend"]
    lists = {row[0] for row in of_lists}
    compared = [row for row in expected if row[0] not in lists]
    assert len(compared) > 20
    for vendor, currency, month, billed in compared:
        value, said = shown[f"spend/{vendor}/{currency}"][month]
        assert Decimal(value) == billed
        assert said.rstrip("*") == cents(billed)
    sums = {
        currency: sum(Decimal(value) for value, _ in shown[f"all/{currency}"].values())
        for currency, _ in totals
    }
    assert sums == dict(totals) and len(sums) > 1


def test_tables_equal_the_marts(page: Page, published_demo: Project) -> None:
    """Asked again with queries of this test; every number of the row is there, exact and as written."""
    with marts(published_demo) as con:
        invoices = con.execute(
            "select billing_currency || '/' || cause, sum(billed_cost), sum(difference)"
            " from governance.fct_invoice_reconciliation group by all"
        ).fetchall()
        teams = con.execute(
            "select target_id, billing_currency, sum(billed_cost) from allocation.fct_allocated_costs"
            " group by all"
        ).fetchall()
        margins = con.execute(
            "select coalesce(product, 'no product'), currency, billing_period, revenue, gross_profit"
            " from unit_economics.rpt_product_pnl where billing_period = (select max(billing_period)"
            " from unit_economics.rpt_product_pnl where revenue is not null)"
        ).fetchall()
        units = con.execute(
            "select scope_id, sum(lowest_cost) / sum(quantity), sum(quantity)"
            " from unit_economics.fct_unit_costs_daily where unit = 'conversations'"
            " and scope_kind = 'product' and cost_load = 'fully_loaded'"
            " and billing_period = '2026-09' group by all"
        ).fetchall()
        budgets = con.execute(
            "select concat_ws('/', budget_name, scope_kind, scope_value, currency, billing_period),"
            " budget_amount, actual_to_date, status from planning.fct_budget_status"
            " where is_newest and is_current_version and billing_period = '2026-10'"
        ).fetchall()
        emissions = con.execute(
            "select concat_ws('/', provider_name, factor_basis, usage_period), sum(facility_kwh_central),"
            " sum(location_g_low) / 1000, sum(location_g_high) / 1000, sum(effective_cost_reporting)"
            " from sustainability.fct_emissions_allocated where usage_period = '2026-09' group by all"
        ).fetchall()
    for key, billed, difference in invoices:
        cells = page.tables["invoices"][f"invoices/{key}"]
        assert cells["billed_cost"] == (f"{billed:f}", cents(billed))
        assert cells["difference"][1] == ("-" if difference is None else cents(difference))
    for team, currency, billed in teams:
        assert page.tables["teams"][f"teams/{team}"][currency] == (f"{billed:f}", cents(billed))
    assert len(page.tables["margin"]) == len(margins) > 3
    for product, currency, month, revenue, profit in margins:
        cells = page.tables["margin"][f"margin/{product}/{currency}/{month}"]
        assert cells["revenue"][1] == ("-" if revenue is None else cents(revenue))
        assert cells["gross_profit"][1] == ("-" if profit is None else cents(profit))
    assert units
    for product, price, quantity in units:
        cells = page.tables["unit-costs"][f"unit-costs/conversations/product/{product}/USD"]
        assert float(cells["lowest_cost"][0]) == pytest.approx(price, rel=1e-12)
        assert Decimal(cells["quantity"][0]) == quantity
    assert len(page.tables["budgets"]) == len(budgets) > 5
    for key, amount, actual, status in budgets:
        cells = page.tables["budgets"][f"budgets/{key}"]
        assert cells["budget_amount"] == (f"{amount:f}", cents(amount))
        assert cells["actual_to_date"][1] == ("-" if actual is None else cents(actual))
        assert cells["status"][1] == status.replace("_", " ")
    assert len(page.tables["emissions"]) == len(emissions) > 5
    for key, kwh, low, high, cost in emissions:
        cells = page.tables["emissions"][f"emissions/{key}"]
        for name, expected in (("facility_kwh", kwh), ("location_kg_low", low), ("location_kg_high", high)):
            found = cells[name][0]
            assert (found == "") if expected is None else float(found) == pytest.approx(float(expected))
        assert cells["effective_cost_reporting"][0] == ("" if cost is None else f"{cost:f}")


def test_headline_numbers_equal_the_marts(page: Page, published_demo: Project) -> None:
    with marts(published_demo) as con:
        billed = con.execute(
            "select billing_currency, sum(billed_cost) from core.fct_costs"
            " where cost_origin = 'provider_bill' and billing_period = '2026-10' group by all order by 2 desc"
        ).fetchall()
        unowned = con.execute(
            "select sum(billed_cost) from allocation.fct_allocated_costs"
            " where team is null and billing_currency = 'USD'"
        ).fetchone()
        agreeing = con.execute(
            "select count(*) filter (where cause = 'agrees'), count(invoiced_amount)"
            " from governance.fct_invoice_reconciliation where billing_currency = 'USD'"
        ).fetchone()
    assert page.tiles["billed-month"] == [f"{currency} {cents(amount)}" for currency, amount in billed]
    assert page.tiles["owned"][0] == f"USD {cents(unowned[0])}"
    assert page.tiles["invoices-footed"][0] == f"{agreeing[0]} of {agreeing[1]} USD"


def test_drivers_add_up_to_the_change(text: str, page: Page) -> None:
    rows = page.tables["drivers"].values()
    assert len(rows) == 5
    changes = sum(Decimal(cells["amount"][0]) for cells in rows)
    assert changes != 0
    said = re.search(r"Month before: ([\d,.]+)\. Month: ([\d,.]+)\.", text)
    before, now = (Decimal(one.replace(",", "")) for one in said.groups())
    assert abs(changes - (now - before)) <= Decimal("0.01")


def test_nothing_is_fetched(text: str, page: Page) -> None:
    """No address of any host, no script; the one link is the page's own icon, which is empty."""
    assert set(page.tags) & {"script", "iframe", "img", "object", "embed", "video", "audio", "base"} == set()
    assert {link for link in page.links if not link.startswith("#")} == {"data:,"}
    fetched = r"(?i)\b(?:https?|wss?|ftp):|//[a-z0-9-]+\.[a-z]{2,}|url\((?!#)|@import|@font-face"
    assert not re.findall(fetched, text)
    assert not [name for name in page.attributes if name.startswith("on")]


def test_numbers_are_numbers_for_everybody(text: str, page: Page) -> None:
    """Headings one step at a time, tables with headers and captions, a picture never without words."""
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and max(after - before for before, after in pairwise(levels)) <= 1
    assert page.tags.count("table") == page.tags.count("caption") == text.count('class="scroll"')
    assert text.count("<figure ") == text.count('role="img" aria-label=') > 3
    assert page.tags.count("svg") == text.count('aria-hidden="true" focusable="false"')


def test_light_and_dark_can_be_read() -> None:
    """Each ink stands out from each paper by 4.5 to 1 (WCAG AA), in both themes."""
    css = (TEMPLATES / "report.css").read_text("utf-8")
    light, dark = re.findall(r":root\{(.*?)\}", css, re.DOTALL)
    for theme in (light, dark):
        colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]+)", theme))
        pairs = [(ink, paper) for ink in ("ink", "ink-2", "ink-3", "link") for paper in ("paper", "surface")]
        pairs += [(tone, f"{tone}-2") for tone in ("good", "warn", "bad")]
        for ink, paper in pairs:
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper, colours)


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_person_is_on_the_page(text: str, built_demo: Dbt) -> None:
    persons = built_demo.rows("select principal_id from core.dim_principal where length(principal_id) > 11")
    assert len(persons) > 20
    assert not [person for (person,) in persons if person in text]
    assert not re.findall(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", text)


def test_words_of_the_data_are_no_markup(published_demo: Project, tmp_path: Path) -> None:
    """A vendor may be called anything."""
    hostile = "<script>alert('1')</script>\" onload=\"x"
    copy = tmp_path / "published" / "ai_finops.duckdb"
    copy.parent.mkdir()
    copy.write_bytes(published_file(published_demo).read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("update core.fct_costs set provider_name = ? where provider_name = 'OpenAI'", [hostile])
    project = Project(root=published_demo.root, home=tmp_path)
    with open_figures(project) as figures:
        shown = Page(made := render(project, figures))
    assert "script" not in shown.tags and "onload" not in shown.attributes and "<script" not in made
    assert f"spend/{hostile}/USD" in shown.tables["spend"]


def test_sums_of_what_is_behind_equal_the_figures(published_demo: Project) -> None:
    """What explain says a number is made of adds up to the number, exactly."""
    names = {
        "spend": "billed_cost", "billed-month": "billed_cost", "daily-cost": "effective_cost",
        "movers": "cost", "owned": "billed_cost", "teams": "billed_cost", "token-prices": "billed_cost",
    }  # fmt: skip
    with open_figures(published_demo) as figures:
        for id_, column in names.items():
            answer = ask(figures, FIGURES[id_])
            assert answer.rows
            for row in answer.rows[:3]:
                assert behind(figures, answer.figure, [row]).amount == row.values[column], row.id


@pytest.mark.parametrize("id_", sorted(set(FIGURES) - NOT_ABOUT_COST))
def test_every_figure_about_cost_leads_to_a_file_and_a_line(id_: str, published_demo: Project) -> None:
    with open_figures(published_demo) as figures:
        answer, rows = resolve(figures, id_)
        if answer.why_empty:
            pytest.skip(f"the demo has none: {answer.why_empty}")
        made = behind(figures, answer.figure, rows[:10])
        assert made.count >= len({record.of for record in made.records}) > 0
        tables = ("core.fct_costs", "core.fct_ai_requests", "core.fct_budgets")
        landed = {row[0] for table in tables for row in figures.rows(f"select source_file from {table}")}
        for record in made.records:
            assert record.source_file in landed and record.source_row >= 0


@pytest.fixture
def at_demo(published_demo: Project, home: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The command finds the published demo."""
    monkeypatch.setenv("AI_FINOPS_HOME", str(published_demo.home))
    return published_demo


def test_explain_leads_to_rule_formula_file_and_line(at_demo: Project) -> None:
    result = runner.invoke(app, ["explain", "spend/OpenAI/USD/2026-09"])
    assert result.exit_code == 0, result.output
    assert "Rule: Billed cost of vendors' bills" in result.output
    assert "Table core.fct_costs: One row per charge" in result.output
    assert "sum(spend.billed_cost)" in result.output
    charge = re.search(r"2026-09_page01\.json +[\d,]+ +([0-9a-f]{32})", result.output)
    traced = runner.invoke(app, ["trace", charge[1]])
    assert traced.exit_code == 0 and "Billed: file and record of each charge" in traced.output


def test_explain_lists_and_names_what_is_near(at_demo: Project) -> None:
    listed = runner.invoke(app, ["explain", "--list"])
    assert listed.exit_code == 0 and all(id_ in listed.output for id_ in FIGURES)
    unknown = runner.invoke(app, ["explain", "spnd"])
    assert unknown.exit_code == 1 and "No figure is called `spnd`. Nearest: spend" in unknown.output
    row = runner.invoke(app, ["explain", "teams/serch"])
    assert row.exit_code == 1 and "Nearest: teams/search" in row.output
    nothing = runner.invoke(app, ["explain"])
    assert nothing.exit_code == 1 and "--list" in nothing.output


def test_the_page_is_written_where_it_is_asked_for(at_demo: Project, tmp_path: Path) -> None:
    result = runner.invoke(app, ["report", "--output", str(tmp_path / "new" / "page.html")])
    assert result.exit_code == 0, result.output
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["page.html"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = runner.invoke(app, ["report", "--output", str(tmp_path / "file" / "page.html")])
    assert refused.exit_code == 1 and "cannot be written" in refused.output


def test_without_a_published_copy_there_is_no_page(project: Project) -> None:
    """A warehouse alone would show persons."""
    for is_built in (False, True):
        if is_built:
            project.warehouse.unlink(missing_ok=True)
            make_tables(project.warehouse)
        result = runner.invoke(app, ["report"])
        assert result.exit_code == 1 and "Nothing is published yet" in result.output
        assert not (project.home / "report").exists()


def test_a_copy_of_an_older_build_says_which_tables_it_lacks(published_demo: Project, tmp_path: Path) -> None:
    copy = tmp_path / "published" / "ai_finops.duckdb"
    copy.parent.mkdir()
    copy.write_bytes(published_file(published_demo).read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("drop table planning.fct_budget_status")
        con.execute("delete from unit_economics.rpt_product_pnl")
    project = Project(root=published_demo.root, home=tmp_path)
    with open_figures(project) as figures:
        made = render(project, figures)
        with pytest.raises(FinopsError, match="No figure is called"):
            resolve(figures, "nothing")
        assert resolve(figures, "budgets")[0].missing == "planning.fct_budget_status"
    assert "This copy has no table planning.fct_budget_status yet" in made
    assert "No revenue is landed, so there is no margin: `finops template revenue`." in made


def test_a_company_without_costs_reads_why(
    bare_build: Callable[[], BareBuild], tmp_path: Path, published_demo: Project
) -> None:
    """Every section of an empty project says what would fill it."""
    copy = tmp_path / "published" / "ai_finops.duckdb"
    copy.parent.mkdir()
    copy.write_bytes(bare_build().warehouse.read_bytes())
    project = Project(root=published_demo.root, home=tmp_path)
    with open_figures(project) as figures:
        made = render(project, figures)
        reasons = {id_: ask(figures, figure).why_empty for id_, figure in FIGURES.items()}
    shown = Page(made)
    assert shown.tables == {} and shown.tiles == {}
    for id_, reason in reasons.items():
        assert reason and escape(reason) in made, id_


CHROMIUM = headless.find()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH: nothing looks at the page")
def test_a_browser_asks_nobody_and_nothing_overflows(text: str, tmp_path: Path) -> None:
    """At two widths and in both themes, with all that is folded opened."""
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    with headless.browser(CHROMIUM, tmp_path / "profile") as browser:
        for width, theme in [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]:
            browser.show(path, width, theme)
            browser.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert browser.value("document.documentElement.scrollWidth") <= width
            paper = browser.value("getComputedStyle(document.body).backgroundColor")
            assert (paper == "rgb(246, 246, 244)") == (theme == "light")
            shown = browser.value(
                "[...document.querySelectorAll('figure > div')]"
                ".filter(one => getComputedStyle(one).display != 'none').map(one => one.className)"
            )
            assert len(shown) == text.count("<figure ") and ("narrow" in shown) == (width < 640)
        assert {address.split(":")[0] for address in browser.requested} <= {"file", "data"}
        assert len(browser.requested) >= 4
        browser.picture(tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 50_000


def test_a_note_says_what_the_marts_say(at_demo: Project, tmp_path: Path) -> None:
    """Each team with cost has a note: five drivers that add up to its change, three actions at most."""
    result = runner.invoke(app, ["report", "--notes", "--output", str(tmp_path / "page.html")])
    assert result.exit_code == 0, result.output
    folder = next((tmp_path / "notes").iterdir())
    notes = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    with marts(at_demo) as con:
        expected = con.execute(
            "select scope_value, max(base_cost), max(compared_cost) from unit_economics.fct_cost_bridge"
            " where comparison_id = '2026-09 against 2026-08' and scope_kind = 'team' group by all"
        ).fetchall()
        unowned = con.execute(
            "select fixer_team, max(total) from (select fixer_team, sum(effective_cost_reporting) as total"
            " from allocation.fct_unallocated_costs where fixer_team is not null"
            " group by fixer_team, owner_kind, owner_value, reason) group by fixer_team"
        ).fetchall()
    assert set(notes) == {team for team, _, _ in expected} and len(notes) > 5
    for team, before, now in expected:
        note = notes[team]
        assert f"2026-09 against 2026-08: **USD {cents(now)}**" in note
        rows = [Decimal(one.replace(",", "")) for one in re.findall(r"\| ([+-]?[\d,.]+) \|", note)]
        assert abs(sum(rows[:-1]) - rows[-1]) <= Decimal("0.03")
        assert abs(rows[-1] - (now - before)) <= Decimal("0.01")
        assert re.findall(r"(?m)^(\d)\. ", note) in (["1"], ["1", "2"], ["1", "2", "3"], [])
        assert note.count("## One question") == 1
    for team, total in unowned:
        said = re.findall(r"(?m)^\d\. \*\*USD ([\d,.]+)\*\*", notes[team])
        actions = [Decimal(one.replace(",", "")) for one in said]
        assert max(actions) >= total.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        assert actions == sorted(actions, reverse=True)


def test_owners_of_any_name_have_files_of_their_own() -> None:
    names: set[str] = set()
    made = [_file_name(owner, names) for owner in ("../../etc", "Team A/B", "team a b", "", "é", "x" * 300)]
    assert made == ["etc", "team-a-b", "team-a-b-2", "owner", "owner-2", "x" * 60]


def test_what_notes_name_can_be_explained(published_demo: Project) -> None:
    with open_figures(published_demo) as figures:
        for note in notes(figures):
            for row in (*note.actions[:3], *note.questions[:1]):
                answer, rows = resolve(figures, row.values["explained_by"])
                assert rows and answer.figure.behind
            for row in (*note.drivers[:1], *note.week[:1]):
                assert behind(figures, row.figure, [row]).records
