"""The worst of what is wrong in the sources' own data: rows of governance.fct_source_findings, by rule."""

from finops.figures import Figures
from finops.screen import count, print_entries

FINDINGS_SHOWN = 5
# Faults of the organisation's own rules and lists are open items, with the row that each is about.
WORST = """
select
    severity,
    rule,
    min(title),
    min(what_to_ask),
    cast(sum(count_rows) as bigint),
    string_agg(distinct source_name, ', ' order by source_name)
from governance.fct_source_findings
where severity in ('error', 'warning') and rule_family not in ('organisation', 'allocation')
group by severity, rule
order by severity = 'error' desc, sum(count_rows) desc, rule
"""


def print_findings(figures: Figures, limit: int = FINDINGS_SHOWN) -> None:
    """Print the errors, then the warnings, with most rows first."""
    if not figures.has("governance", "fct_source_findings"):
        return
    found = figures.rows(WORST)
    if not found:
        return
    entries = [
        (_number(number, severity), f"{title} ({rule}) in {sources}.", ask)
        for severity, rule, title, ask, number, sources in found[:limit]
    ]
    errors = sum(row[4] for row in found if row[0] == "error")
    warnings = sum(row[4] for row in found) - errors
    title = f"Findings in what was delivered: {_number(errors, 'error')}, {_number(warnings, 'warning')}"
    shown = "" if len(found) <= limit else f"The worst {limit} of {len(found)} kinds. "
    note = f"{shown}governance.fct_source_findings has each with its source, month, money and an example."
    print_entries(title, entries, note)


def _number(number: int, what: str) -> str:
    return f"{count(number)} {what}{'' if number == 1 else 's'}"
