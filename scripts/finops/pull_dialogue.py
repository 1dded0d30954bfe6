"""The conversation around a pull: days as typed, requests shown, what became of it."""

from datetime import date

from finops.land_dialogue import print_report
from finops.project import FinopsError, Project
from finops.pulling.pull import pull, requests_of, shown, vendor_called
from finops.screen import count, say, spinner


def run_pull(
    project: Project, name: str, since: str | None, until: str | None, scope: str, is_dry_run: bool
) -> bool:
    """Pull from a vendor and print what became of it. Returns whether all that was read is landed."""
    vendor = vendor_called(name)
    first, last = _day("--since", since), _day("--until", until)
    if not scope or "|" in scope:
        raise FinopsError(f"--scope {scope}: give a name without a bar (|).")
    if is_dry_run:
        for request in requests_of(project, vendor, scope, first, last):
            say(shown(vendor, request))
        return True
    with spinner(f"asking {vendor.title}") as progress:
        pulled = pull(project, vendor, scope, first, last, say=progress)
    for report in pulled.reports:
        print_report(report)
    for note in pulled.notes:
        say(note, "yellow")
    say(f"{count(pulled.pages)} pages read; {len(pulled.unchanged)} reports say what is landed already.")
    if pulled.kept_in:
        where = pulled.kept_in.relative_to(project.home)
        say(f"Not all of it landed. What was read lies in {where} until the next pull.", "yellow")
    return pulled.is_ok


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise FinopsError(f"{option} {text} is no day. Write it as 2026-09-30.") from None
