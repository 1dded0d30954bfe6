"""The report of a run of expectations: one HTML file that loads nothing, light or dark as the reader's
screen is."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from pathlib import Path

from finops.expectations.suites import Result

ROWS = 10
STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --quiet: #5b6675; --paper: #ffffff; --line: #dde2e9;
  --held: #1a7f45; --failed: #b3261e; --wash: #fdf0ef; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --quiet: #9aa5b4; --paper: #14181f;
  --line: #2c3440; --held: #5fd08d; --failed: #ff8a80; --wash: #2a1a1b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color:
var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .25rem; }
.summary { margin: 0 0 1.5rem; color: var(--quiet); }
.summary strong { color: var(--held); } .summary strong.failed { color: var(--failed); }
details { border-top: 1px solid var(--line); } details:last-of-type { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: .6rem 0; display: flex; gap: .75rem; justify-content: space-between; }
summary::marker { content: ""; } summary .name { font-weight: 600; overflow-wrap: anywhere; }
summary .count { color: var(--quiet); white-space: nowrap; } summary .count.failed { color: var(--failed); }
ul { list-style: none; margin: 0 0 .75rem; padding: 0; }
li { display: grid; grid-template-columns: 4.5rem 1fr; gap: 0 .5rem; padding: .35rem 0; }
li.failed { background: var(--wash); border-radius: .4rem; padding: .5rem; margin: .25rem 0; }
.verdict { font-weight: 600; color: var(--held); } .failed > .verdict { color: var(--failed); }
.words { overflow-wrap: anywhere; } .observed { grid-column: 2; color: var(--quiet); font-size: .875rem; }
.rows { grid-column: 2; min-width: 0; overflow-x: auto; margin-top: .4rem; }
@media (max-width: 40rem) { .rows { grid-column: 1 / -1; } }
table { border-collapse: collapse; font: .8125rem/1.4 ui-monospace, monospace; }
th, td { text-align: left; padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); white-space:
nowrap; } th { color: var(--quiet); font-weight: 500; }
"""


def write_report(path: Path, title: str, results: Sequence[Result]) -> None:
    """Write `results` to the HTML file `path`: failures first and open, the rest by suite and folded."""
    failed = sum(not result.success for result in results)
    verdict = (
        f'<strong class="failed">{failed} of {len(results)} expectations failed</strong>'
        if failed
        else f"<strong>All {len(results)} expectations held</strong>"
    )
    suites = [(suite, list(group)) for suite, group in groupby(results, key=lambda result: result.suite)]
    suites.sort(key=lambda suite: all(result.success for result in suite[1]))
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f'<p class="summary">{verdict}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC</p>'
        f"{''.join(_suite(name, of_suite) for name, of_suite in suites)}</body></html>\n"
    )
    path.write_text(page, encoding="utf-8")


def _suite(name: str, results: list[Result]) -> str:
    failed = sum(not result.success for result in results)
    count = f"{failed} of {len(results)} failed" if failed else f"{len(results)} held"
    ordered = sorted(results, key=lambda result: result.success)
    return (
        f'<details{" open" if failed else ""}><summary><span class="name">{escape(name)}</span>'
        f'<span class="count{" failed" if failed else ""}">{count}</span></summary>'
        f"<ul>{''.join(_expectation(result) for result in ordered)}</ul></details>"
    )


def _expectation(result: Result) -> str:
    rows = "" if result.success else _rows(result)
    return (
        f'<li class="{"held" if result.success else "failed"}">'
        f'<span class="verdict">{"held" if result.success else "failed"}</span>'
        f'<span class="words">{escape(result.expectation)}</span>'
        f'<span class="observed">{escape(result.observed)}</span>{rows}</li>'
    )


def _rows(result: Result) -> str:
    shown = result.rows[:ROWS]
    if not shown:
        return ""
    columns = list(shown[0])
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{_value(row.get(column))}</td>' for column in columns)}</tr>" for row in shown
    )
    more = (
        f'<span class="observed">and {result.count - len(shown)} more</span>'
        if result.count > len(shown)
        else ""
    )
    return f'<div class="rows"><table><tr>{head}</tr>{body}</table>{more}</div>'


def _value(value: object) -> str:
    return "NULL" if value is None else escape(str(value))
