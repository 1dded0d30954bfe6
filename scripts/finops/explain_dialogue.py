"""`finops explain`: from any number of the report to formula, rule, source file and line."""

from textwrap import dedent

from finops.figures import Figures, open_figures
from finops.project import FinopsError, Project
from finops.reporting.catalogue import EXPLAINED
from finops.reporting.explaining import behind, description, resolve
from finops.reporting.figure import Answer, Row
from finops.reporting.reading import freshness
from finops.screen import count, moment, money, print_table, say, shorten

ROWS_SHOWN = 10


def print_figures() -> None:
    """List the figures."""
    rows = [
        (figure.id, figure.title, figure.table, "/".join((figure.id, *(key.label for key in figure.keys))))
        for figure in EXPLAINED.values()
    ]
    print_table("Figures of the report", ("figure", "what it says", "table", "a row is named"), rows)


def run_explain(project: Project, wanted: str | None) -> None:
    """Print what a number is and what it is made of. Raises FinopsError for one that nobody knows."""
    if not wanted or not wanted.strip():
        raise FinopsError("Say which figure: `finops explain --list` lists them.")
    with open_figures(project) as figures:
        answer, rows = resolve(figures, wanted)
        figure = answer.figure
        say(f"{figure.title} ({wanted.strip()})", "bold")
        say(f"Rule: {figure.rule}")
        say(f"Currency: {figure.currency}")
        for table in figure.tables:
            said = description(figures, table)
            say(f"Table {table}{': ' + said if said else ''}")
        if all(figures.has(*table.split(".")) for table in figure.tables):
            fresh = freshness(figures)[figure.lag]
            landed = f"landed {moment(fresh.landed_at)} UTC" if fresh.landed_at else "not landed"
            kind = "published" if figures.is_published else "built, not published"
            say(f"Fresh: data to {moment(fresh.day)}, {landed}, {kind} {moment(figures.as_of)} UTC.\n")
        if answer.why_empty:
            say(answer.why_empty)
        else:
            _print_rows(answer, rows)
            _print_behind(figures, rows[:ROWS_SHOWN], answer)
            if len(rows) == 1 and rows[0].values.get("evidence_query"):
                say("Query that shows it:")
                say(f"{rows[0].values['evidence_query']}\n", "dim")
        say("Formula, as asked of the tables:")
        say(dedent(figure.sql).strip(), "dim")


def _print_rows(answer: Answer, rows: tuple[Row, ...]) -> None:
    columns = [column for column in answer.figure.columns if column.name != "evidence_query"]
    shown = [tuple(row.text(column.name) for column in columns) for row in rows[:ROWS_SHOWN]]
    note = f"and {count(len(rows) - ROWS_SHOWN)} more rows" if len(rows) > ROWS_SHOWN else ""
    labels = [column.label for column in columns]
    right = [column.label for column in columns if column.is_number]
    print_table("What it says", labels, shown, note, right=right, keys=max(1, len(answer.figure.keys)))


def _print_behind(figures: Figures, rows: tuple[Row, ...], answer: Answer) -> None:
    made = behind(figures, answer.figure, rows)
    if made is None:
        say(f"It is made of rows of {answer.figure.table}, not of charges: the formula below finds them.\n")
        return
    if not made.records:
        say("No charge or request leads to it: it is about something that no file bills.\n")
        return
    shown = [
        (money(one.amount), one.source_file, count(one.source_row), one.of, shorten(one.what, 60))
        for one in made.records
    ]
    columns = ("amount", "file", "record", made.records[0].of_kind, "what")
    note = f"The largest of {count(made.count)}."
    if any(one.of_kind in ("charge", "allocated cost") for one in made.records):
        note += " `finops trace ID` shows the whole way of a charge."
    print_table("Made of", columns, shown, note, right=("amount", "record"))
