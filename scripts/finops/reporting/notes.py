"""Monday notes: one Markdown file per owner, from figures of the registry."""

import os
import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from finops.figures import Figures
from finops.project import FinopsError
from finops.reporting.catalogue.notes import ACTIONS, DRIVERS, QUESTIONS, WEEK
from finops.reporting.figure import Row, ask, written
from finops.reporting.reading import freshness
from finops.screen import moment, share

ACTIONS_SHOWN = 3
PARTS = ((DRIVERS, "drivers"), (WEEK, "week"), (ACTIONS, "actions"), (QUESTIONS, "questions"))
# Nobody's note goes to whoever cares for all costs.
NOBODY = {"unallocated", "unknown", "none"}


@dataclass
class Note:
    """What one owner is told."""

    owner: str
    drivers: list[Row] = field(default_factory=list)
    week: list[Row] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    missing: str | None = None


def notes(figures: Figures) -> list[Note]:
    """Return a note per owner who has cost or something to do."""
    made: dict[str, Note] = {}
    missing = None
    for figure, place in PARTS:
        answer = ask(figures, figure)
        missing = missing or answer.missing
        for row in answer.rows:
            owner = row.values["owner"]
            owner = "unallocated" if owner in NOBODY else owner
            getattr(made.setdefault(owner, Note(owner)), place).append(row)
    for note in made.values():
        note.missing = missing
    return [made[owner] for owner in sorted(made)]


def write_notes(figures: Figures, folder: Path) -> list[Path]:
    """Write the notes to a folder of the newest day of data. Raises FinopsError where that cannot be."""
    fresh = freshness(figures)["costs"]
    folder = folder / moment(fresh.day)
    written: list[Path] = []
    names: set[str] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for note in notes(figures):
            path = folder / f"{_file_name(note.owner, names)}.md"
            partial = path.with_name(f".{path.name}.partial")
            partial.write_text(text_of(note, figures), encoding="utf-8")
            os.replace(partial, path)
            written.append(path)
    except OSError as error:
        raise FinopsError(f"{folder} cannot be written: {error.strerror}.") from None
    return written


def text_of(note: Note, figures: Figures) -> str:
    """Return a note as Markdown."""
    fresh = freshness(figures)["costs"]
    lines = [f"# Costs of {_plain(note.owner)}", ""]
    if note.owner == "unallocated":
        lines = ["# Costs that nobody owns", ""]
    lines.append(f"Data to {moment(fresh.day)}, published {moment(figures.as_of)} UTC.")
    lines += _change(note.drivers)
    for row in note.week:
        lines += [
            "",
            f"Last seven complete days, to {row.text('charge_date')}:"
            f" **{_amount(row, 'cost', 'billing_currency')}**, {row.text('change')} against those before.",
        ]
    shown = note.actions[:ACTIONS_SHOWN]
    lines += ["", "## What to do", ""]
    lines += [
        f"{number}. **{_amount(row, 'amount')}** {_plain(row.values['what']).rstrip('.')}. {_more(row)}"
        for number, row in enumerate(shown, 1)
    ] or ["Nothing: no unowned, idle or unexplained cost is yours."]
    asked = {row.values["explained_by"] for row in shown}
    question = next((row for row in note.questions if row.values["explained_by"] not in asked), None)
    lines += ["", "## One question", ""]
    if question is None:
        lines.append("None: no amount of yours is unknown.")
    else:
        lines.append(
            f"{_plain(question.values['what'])} It is about **{_amount(question, 'amount')}**."
            f" {_more(question)}"
        )
    if note.missing:
        lines += ["", f"This copy has no table {note.missing} yet, so something may be missing here."]
    return "\n".join(lines) + "\n"


def _change(drivers: list[Row]) -> Iterable[str]:
    """The months and the drivers between them, a table per currency."""
    for currency in dict.fromkeys(row.values["currency"] for row in drivers):
        rows = [row for row in drivers if row.values["currency"] == currency]
        first = rows[0]
        change = sum(row.values["amount"] for row in rows)
        base = first.values["base_cost"]
        yield ""
        part = share(change, base) if base else "new"
        yield (
            f"{first.values['comparison_id']}: **{_amount(first, 'compared_cost')}**, {_signed(change)}"
            f" ({'+' if change > 0 and base else ''}{part}) against {first.text('base_cost')}."
        )
        yield from ("", "| driver | change |", "|---|---:|")
        yield from (f"| {row.values['executive_driver']} | {row.text('amount')} |" for row in rows)
        yield f"| together | {_signed(change)} |"


def _more(row: Row) -> str:
    """The command that leads on, as a shell takes it."""
    return f"`finops explain {shlex.quote(row.values['explained_by'])}`"


def _amount(row: Row, name: str, currency: str = "currency") -> str:
    return f"{row.values[currency]} {row.text(name)}"


def _signed(amount: object) -> str:
    return written(amount, "change")


def _plain(text: str) -> str:
    """Return words of the data as Markdown that means them."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))


def _file_name(owner: str, names: set[str]) -> str:
    """Return a file name for an owner that no other owner has."""
    name = re.sub(r"[^a-z0-9]+", "-", owner.lower()).strip("-")[:60] or "owner"
    number = 2
    chosen = name
    while chosen in names:
        chosen = f"{name}-{number}"
        number += 1
    names.add(chosen)
    return chosen
