"""`finops report`: the page and the notes, out of the published copy."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finops.figures import Figures, open_figures, published_file
from finops.project import FinopsError, Project
from finops.reporting.notes import write_notes
from finops.reporting.page import write_report
from finops.screen import say

PAGE = "ai_finops.html"


@contextmanager
def open_published(project: Project) -> Iterator[Figures]:
    """Open the published copy. Raises FinopsError without one: only there are persons under pseudonyms."""
    if not published_file(project).is_file():
        raise FinopsError(
            "Nothing is published yet, and what leaves the house comes from the published copy, where persons"
            " are under pseudonyms. Run `finops refresh`, or `finops publish` after a build."
        )
    with open_figures(project) as figures:
        yield figures


def run_report(project: Project, output: Path | None, *, with_notes: bool = False) -> None:
    """Write the page, and a note per owner beside it."""
    path = output or project.home / "report" / PAGE
    if path.is_dir():
        path = path / PAGE
    with open_published(project) as figures:
        written = write_report(project, figures, path)
        notes = write_notes(figures, path.parent / "notes") if with_notes else []
    say(f"{written}: one file, nothing to fetch. Open it in any browser, or mail it.")
    if with_notes:
        say(f"{notes[0].parent}: {len(notes)} notes." if notes else "No owner has costs yet: no note.")
