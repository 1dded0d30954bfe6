"""`finops template`: the lists that no vendor exports, written as CSV with what each column means."""

import csv
import io
import os
from pathlib import Path

from finops.landing.contracts import Column
from finops.landing.sources import SOURCES, Source
from finops.project import FinopsError, Project

KINDS = {
    "timestamp": "a date, YYYY-MM-DD",
    "decimal": "a number",
    "integer": "a whole number",
    "month": "a month, YYYY-MM",
    "currency": "a currency, ISO 4217",
}


def templates(project: Project) -> dict[str, str]:
    """Return name and title of every list that has a template, in order of name."""
    with open(project.root / "seeds" / "reference" / "sources.csv", encoding="utf-8", newline="") as handle:
        titles = {row["source_name"]: row["title"] for row in csv.DictReader(handle)}
    return {name: titles.get(name, "") for name in sorted(SOURCES) if SOURCES[name].is_template}


def template_of(project: Project, name: str) -> Source:
    """Return the source whose template is called `name`. Raises FinopsError with the nearest names."""
    import difflib

    known = templates(project)
    if name in known:
        return SOURCES[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`finops template --list` names them."
    raise FinopsError(f"There is no template called {name}. {hint}")


def template_text(project: Project, name: str) -> str:
    """Return the template as text: comments, header, and two examples that are comments too."""
    source = template_of(project, name)
    table = source.tables[0]
    columns = source.columns(table.name)
    keys = [*table.keys, *(column.name for column in columns if column.name == "valid_from")]
    width = max(len(column.name) for column in columns)
    text = io.StringIO()
    says = [
        f"finops template {name}: {templates(project)[name]}.",
        "Lines that begin with # and a blank are left out, so the two examples below are no data until you",
        "take the # away. Write your rows under the header and save as CSV in UTF-8. Then land it:",
        f"finops land inputs/{name}.csv",
        *(
            [f"Of rows with the same {', '.join(dict.fromkeys(keys))} the one landed last counts."]
            if keys
            else []
        ),
        "",
        *(f"{column.name:<{width}}  {_about(column)}" for column in columns),
    ]
    text.write("".join(f"# {line}".rstrip() + "\n" for line in says))
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    for number in (0, 1):
        first, *others = (column.examples[number] for column in columns)
        writer.writerow([f"# {first}", *others])
    return text.getvalue()


def write_template(project: Project, name: str) -> Path:
    """Write the template to `inputs/` and return its path. Raises FinopsError where a file is there."""
    text = template_text(project, name)
    path = project.inputs / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        raise FinopsError(
            f"{path} is there already and was left as it is. `finops template {name} --stdout` prints one."
        ) from None
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as handle:
        handle.write(text)
    return path


def _about(column: Column) -> str:
    """Say in one line what a column means, whether it must be there and which values it takes."""
    values = " | ".join(column.allowed) or KINDS.get(column.kind, "")
    meaning = f"{column.meaning} {f'({values})' if values else ''}".strip()
    return f"{'Required. ' if column.is_mandatory else ''}{meaning}"
