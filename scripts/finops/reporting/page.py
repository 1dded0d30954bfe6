"""The report: one HTML file out of the published copy, with all it needs inside and no script."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from finops.figures import Figures
from finops.project import FinopsError, Project
from finops.refreshing import has_demo
from finops.reporting import charts
from finops.reporting.catalogue import FIGURES
from finops.reporting.figure import Answer, Column, Figure, Row, ask, exact
from finops.reporting.reading import Freshness, freshness, reporting_currency
from finops.screen import moment, money, share

TEMPLATES = Path(__file__).parent / "templates"
MONTHS_SHOWN = 6
DAYS_SHOWN = 14
TILE_LINES = 6
# A table of more columns stands under its chart.
WIDEST_BESIDE = 5


@dataclass(frozen=True)
class Cell:
    """One number or word of a table: as people read it, and exactly."""

    text: str
    value: str = ""
    name: str = ""
    is_number: bool = False
    tone: str = ""


@dataclass(frozen=True)
class Grid:
    """A table as the page shows it. `same` is what holds in all its rows."""

    heads: list[tuple[str, bool]]
    rows: list[tuple[str, list[Cell]]]
    same: str = ""


@dataclass
class Block:
    """One figure on the page: chart, table and where it is from."""

    figure: Figure
    fresh: Freshness
    grid: Grid | None = None
    chart: charts.Chart | None = None
    why_empty: str | None = None
    note: str = ""
    is_folded: bool = False
    width: str = "whole"
    is_stacked: bool = False


@dataclass
class Tile:
    """One headline number: the first is large."""

    figure: Figure
    fresh: Freshness
    title: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    why_empty: str | None = None
    tone: str = ""


@dataclass
class Section:
    """A part of the page."""

    id: str
    title: str
    blocks: list[Block]


# For machines and for `finops explain`.
UNSHOWN = ("warning_id", "anomaly_id", "evidence_query")
TONES = {
    "act": "bad", "breached": "bad", "high": "bad", "error": "bad", "charges_missing": "bad",
    "warning": "warn", "watch": "warn", "tolerable": "warn", "medium": "warn", "over_funded": "warn",
    "unpriced": "warn", "gap_unexplained": "bad", "open": "warn", "rounding": "warn",
    "good": "good", "on_track": "good", "agrees": "good", "foots": "good", "gap_explained": "good",
}  # fmt: skip
FLAGS = {"is_complete": ("yes", "not yet"), "is_late": ("late", "in time"), "is_open": ("open", "ended")}
FLAG_TONES = {("is_late", True): "bad", ("is_complete", False): "warn", ("is_open", True): "warn"}


def write_report(project: Project, figures: Figures, path: Path) -> Path:
    """Write the report to `path`, whole or not at all. Raises FinopsError where it cannot be written."""
    text = render(project, figures)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        raise FinopsError(f"{path} cannot be written: {error.strerror}.") from None
    return path


def render(project: Project, figures: Figures) -> str:
    """Return the page."""
    answers = {id_: ask(figures, figure) for id_, figure in FIGURES.items()}
    fresh = freshness(figures)
    currency = reporting_currency(figures)
    sections = _sections(answers, fresh, currency)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            tiles=_tiles(answers, fresh),
            sections=sections,
            as_of=moment(figures.as_of),
            months=_months(answers["spend"]),
            currency=currency,
            is_demo=has_demo(project),
            css=(TEMPLATES / "report.css").read_text(encoding="utf-8"),
        )
    )


def environment() -> Environment:
    """Return how pages are made: whatever is data is escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["moment"] = moment
    return made


def _months(spend: Answer) -> tuple[str, str] | None:
    months = sorted({row.values["billing_period"] for row in spend.rows})
    return (months[0], months[-1]) if months else None


def _sections(answers: dict[str, Answer], fresh: dict[str, Freshness], currency: str | None) -> list[Section]:
    def block(
        id_: str,
        grid: Callable[[Answer], Grid] | None = None,
        chart: charts.Chart | None = None,
        **more: Any,
    ) -> Block:
        answer = answers[id_]
        made = Block(answer.figure, fresh[answer.figure.lag], why_empty=answer.why_empty, **more)
        if not answer.why_empty:
            made.grid = (grid or _listed)(answer)
            made.chart = chart
            made.note = " ".join(filter(None, (made.note, made.grid.same)))
            made.is_stacked = len(made.grid.heads) > WIDEST_BESIDE
        return made

    no_rate = "No chart: not every amount has a rate to the reporting currency."
    spend = charts.spend_chart(answers["spend"], currency)
    daily = charts.daily_chart(answers["daily-cost"], currency)
    return [
        Section(
            "spend",
            "Spend",
            [
                block(
                    "spend",
                    _by_month,
                    spend,
                    note="* open: not invoiced yet, may still change." + ("" if spend else f" {no_rate}"),
                ),
                block("movers"),
                block("daily-cost", _recent_days, daily),
                block("drivers", chart=charts.drivers_chart(answers["drivers"])),
            ],
        ),
        Section("foots", "What foots with the bill", [block("invoices"), block("bill-match")]),
        Section(
            "owners",
            "Who bears it, and what nobody owns",
            [block("unowned", width="most"), block("teams", _by_team, width="rest")],
        ),
        Section(
            "units", "Unit costs", [block("unit-costs"), block("token-prices"), block("kpis", is_folded=True)]
        ),
        Section("margin", "Margin", [block("margin")]),
        Section(
            "budgets",
            "Budgets, and where the month will land",
            [
                block(
                    "budgets",
                    chart=charts.budget_chart(answers["budgets"]),
                    note="Bar: spent. Dot: where the month will land, with its band. Line: the budget.",
                ),
                block("credits"),
            ],
        ),
        Section("warnings", "Warnings and anomalies", [block("warnings"), block("anomalies")]),
        Section(
            "carbon",
            "Energy, carbon and water",
            [
                block("emissions"),
                block("team-emissions", is_folded=True),
                block("emissions-evidence", width="rest"),
                block("model-over-report", width="most"),
                block("sci", is_folded=True),
                block("cache-sensitivity", is_folded=True),
            ],
        ),
        Section("todo", "To do", [block("open-items"), block("findings", is_folded=True)]),
        Section("freshness", "How fresh the data is", [block("freshness")]),
    ]


def _cell(row: Row, column: Column) -> Cell:
    value = row.values[column.name]
    if isinstance(value, bool):
        yes, no = FLAGS.get(column.name, ("yes", "no"))
        return Cell(
            yes if value else no,
            str(value).lower(),
            column.name,
            tone=FLAG_TONES.get((column.name, value), ""),
        )
    if value is None and not column.is_number:
        return Cell("", "", column.name)
    tone = TONES.get(str(value), "") if column.kind == "words" or column.name in ("severity", "band") else ""
    return Cell(row.text(column.name), exact(value), column.name, column.is_number, tone)


def _listed(answer: Answer) -> Grid:
    """A table as the figure has it.

    Left out are ids that only machines read and columns without any value; what is the same in all rows is
    said once, beneath.
    """
    listed = answer.rows[: answer.figure.shown]
    shown, same = [], []
    for column in answer.figure.columns:
        found = {row.values[column.name] for row in listed}
        if column.name in UNSHOWN or found <= {None, ""}:
            continue
        is_said_once = not column.is_number or column.name in ("base_cost", "compared_cost")
        if shown and is_said_once and len(listed) > 2 and len(found) == 1:
            same.append(f"{column.label}: {_cell(listed[0], column).text}.")
        else:
            shown.append(column)
    heads = [(column.label, column.is_number) for column in shown]
    rows = [(row.id, [_cell(row, column) for column in shown]) for row in listed]
    if len(listed) < len(answer.rows):
        same.append(f"The first {len(listed)} of {len(answer.rows)}.")
    return Grid(heads, rows, " ".join(same))


def _by_month(answer: Answer) -> Grid:
    """Spend with months as columns, a total per currency."""
    months = sorted({row.values["billing_period"] for row in answer.rows})[-MONTHS_SHOWN:]
    amounts = {(row.values["vendor"], row.values["billing_currency"], row.values["billing_period"]): row
               for row in answer.rows}  # fmt: skip
    sizes: dict[tuple[str, str], Any] = {}
    for (vendor, currency, month), row in amounts.items():
        if month in months:
            sizes[vendor, currency] = sizes.get((vendor, currency), 0) + row.values["billed_cost"]
    vendors = sorted(sizes, key=lambda one: (one[1], -sizes[one], one[0]))
    rows = []
    for vendor, currency in vendors:
        cells = [Cell(vendor), Cell(currency)]
        for month in months:
            row = amounts.get((vendor, currency, month))
            cells.append(_spent(row))
        rows.append((f"spend/{vendor}/{currency}", cells))
    for currency in sorted({currency for _, currency in vendors}):
        cells = [Cell("all vendors"), Cell(currency)]
        for month in months:
            found = [row for key, row in amounts.items() if key[1:] == (currency, month)]
            total = sum((row.values["billed_cost"] for row in found), 0)
            cells.append(Cell(money(total), exact(total), f"total {month}", True))
        rows.append((f"all/{currency}", cells))
    return Grid([("Vendor", False), ("Currency", False), *((month, True) for month in months)], rows)


def _spent(row: Row | None) -> Cell:
    if row is None:
        return Cell("", is_number=True)
    mark = "" if row.values["is_final"] else "*"
    month = row.values["billing_period"]
    return Cell(f"{row.text('billed_cost')}{mark}", exact(row.values["billed_cost"]), month, True)


def _by_team(answer: Answer) -> Grid:
    """Teams with currencies as columns."""
    currencies = sorted({row.values["billing_currency"] for row in answer.rows})
    teams = dict.fromkeys(row.values["target_id"] for row in answer.rows)
    amounts = {(row.values["target_id"], row.values["billing_currency"]): row for row in answer.rows}
    rows = []
    for team in teams:
        cells = [Cell(team)]
        for currency in currencies:
            row = amounts.get((team, currency))
            cells.append(
                Cell(row.text("billed_cost"), exact(row.values["billed_cost"]), currency, True)
                if row
                else Cell("", is_number=True)
            )
        rows.append((f"teams/{team}", cells))
    return Grid([("Team", False), *((currency, True) for currency in currencies)], rows)


def _recent_days(answer: Answer) -> Grid:
    """The newest days, currencies as columns."""
    currencies = sorted({row.values["billing_currency"] for row in answer.rows})
    days = sorted({row.values["charge_date"] for row in answer.rows}, reverse=True)[:DAYS_SHOWN]
    amounts = {(row.values["charge_date"], row.values["billing_currency"]): row for row in answer.rows}
    rows = []
    for day in days:
        cells = [Cell(moment(day))]
        of_day = [amounts[day, currency] for currency in currencies if (day, currency) in amounts]
        for currency in currencies:
            row = amounts.get((day, currency))
            cells.append(
                Cell(row.text("effective_cost"), exact(row.values["effective_cost"]), currency, True)
                if row
                else Cell("", is_number=True)
            )
        is_complete = all(row.values["is_complete"] for row in of_day)
        cells.append(Cell("yes" if is_complete else "not yet", tone="" if is_complete else "warn"))
        rows.append((f"daily-cost/{day}", cells))
    heads = [("Day", False), *((currency, True) for currency in currencies), ("Complete", False)]
    return Grid(heads, rows)


def _tiles(answers: dict[str, Answer], fresh: dict[str, Freshness]) -> list[Tile]:
    """The numbers at the top: of one figure each, a line per currency."""

    def tile(id_: str, title: str, line: Callable[[Row], tuple[str, str]]) -> Tile:
        answer = answers[id_]
        made = Tile(answer.figure, fresh[answer.figure.lag], title, why_empty=answer.why_empty)
        lines = [line(row) for row in answer.rows[:TILE_LINES]]
        # What holds for all lines is said once.
        made.lines = lines[:1] + [(said, "" if what == lines[0][1] else what) for said, what in lines[1:]]
        return made

    def amount(row: Row, name: str, key: str = "billing_currency") -> str:
        return f"{row.values[key]} {row.text(name)}"

    tiles = [
        tile(
            "billed-month",
            "Billed, newest month",
            lambda row: (
                amount(row, "billed_cost"),
                f"{row.values['billing_period']}; {row.text('billed_before')} the month before",
            ),
        ),
        tile(
            "run-rate",
            "Run rate, 30 days",
            lambda row: (amount(row, "run_rate"), f"seven complete days to {row.text('charge_date')}"),
        ),
        tile(
            "budget-states",
            "Budgets",
            lambda row: (f"{row.text('count_budgets')} {row.text('status')}", row.values["billing_period"]),
        ),
        tile(
            "warnings-open",
            "Open early warnings",
            lambda row: (
                f"{row.text('count_warnings')} open",
                f"{amount(row, 'cost_per_day', 'currency')} a day at stake",
            ),
        ),
        tile(
            "invoices-footed",
            "Invoices that foot",
            lambda row: (
                f"{row.text('count_agreeing')} of {row.text('count_received')}"
                f" {row.values['billing_currency']}",
                f"{row.text('difference')} differs; {row.text('count_open')} not yet invoiced",
            ),
        ),
        tile(
            "owned",
            "Nobody owns",
            lambda row: (
                amount(row, "unowned_cost"),
                f"{share(row.values['unowned_cost'], row.values['billed_cost'])} of all months",
            ),
        ),
        tile(
            "gross-margin",
            "Gross margin",
            lambda row: (
                row.text("gross_margin"),
                f"{row.values['billing_period']}, {row.values['currency']};"
                f" {row.text('margin_before')} the month before",
            ),
        ),
        tile(
            "data-day",
            "Newest day of charges",
            lambda row: (row.text("charge_date"), f"landed {row.text('landed_at')} UTC"),
        ),
    ]
    for one in tiles:
        # The currency with the most comes first; what nobody owns is told by the largest.
        if one.figure.id == "owned":
            rows = sorted(answers["owned"].rows, key=lambda row: -row.values["unowned_cost"])
            one.lines = [
                (
                    amount(row, "unowned_cost"),
                    f"{share(row.values['unowned_cost'], row.values['billed_cost'])} of all months",
                )
                for row in rows[:TILE_LINES]
            ]
    return tiles
