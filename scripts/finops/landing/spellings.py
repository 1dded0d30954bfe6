"""Older formats of an export under the column names of its contract, so that one contract holds for both.

Values land as they were delivered. Only names are told in the contract's way, and columns that an export adds
and drops with what an account uses (tags, cost categories, product attributes) are gathered in the JSON
columns that newer formats have for them.
"""

from collections.abc import Callable
from dataclasses import replace

from finops.landing.heads import Head
from finops.landing.reading import Reading
from finops.landing.sources import SOURCES
from finops.landing.sql import is_text, name, quote


def in_contract_names(head: Head) -> Head:
    """Return `head` with the contract's column names where its own are an older spelling of them."""
    names = [column for column, _ in head.columns]
    for source in SOURCES.values():
        if source.spelling is None:
            continue
        spelled = _spelled(names, source.spelling)
        for table in source.tables:
            if spelled != names and set(table.recognised_by) <= set(spelled):
                columns = [(new, kind) for new, (_, kind) in zip(spelled, head.columns, strict=True)]
                return replace(head, columns=columns, header=_spelled(head.header, source.spelling))
    return head


def _spelled(names: list[str], spelling: Callable[[str], str]) -> list[str]:
    """Return names in the contract's spelling; one that is there in that spelling too stays as it is."""
    there = {one.lower() for one in names}
    return [one if spelling(one).lower() in there - {one.lower()} else spelling(one) for one in names]


def gather(reading: Reading, head: Head) -> None:
    """Make `reading` hold the columns that its contract gathers as one JSON column each.

    A column of the contract's own stays, and so does everything where the export brings the JSON column. An
    empty value is left out, as newer formats do. The keys are spelled as in the header of the file.
    """
    table = reading.recognised.table
    contract = {column.name.lower() for column in reading.recognised.source.columns(table.name)}
    present = {column.lower() for column, _ in reading.columns}
    titles = [title for title, _ in head.columns]
    gathered: dict[str, list[tuple[str, str, str]]] = {}
    for title, (column, kind) in zip(titles, reading.columns, strict=True):
        into = next((into for into, prefix in table.gathered.items() if title.startswith(prefix)), None)
        if into and into.lower() not in present and title.lower() not in contract:
            members = gathered.setdefault(into, [])
            key = title.removeprefix(table.gathered[into])
            if any(key == other for other, _, _ in members):
                key = column.removeprefix(table.gathered[into])
            members.append((key, column, kind))
    if not gathered:
        return
    taken = {column for members in gathered.values() for _, column, _ in members}
    kept = [(column, kind) for column, kind in reading.columns if column not in taken]
    selected = [name(column) for column, _ in kept]
    selected += [f"{_json_object(members)} as {name(into)}" for into, members in gathered.items()]
    reading.relation = f"select {', '.join(selected)}, _source_row from ({reading.relation})"
    reading.columns = [*kept, *((into, "VARCHAR") for into in gathered)]
    reading.is_mapped = True


def _json_object(members: list[tuple[str, str, str]]) -> str:
    """Return SQL for the JSON text of an object of columns; NULL where each of them is empty."""
    pairs = ", ".join(
        f"{{'key': {quote(key)}, 'value': {name(column) if is_text(kind) else f'{name(column)}::varchar'}}}"
        for key, column, kind in members
    )
    filled = f"list_filter([{pairs}], lambda pair: trim(pair.value) <> '')"
    return f"nullif(cast(to_json(map_from_entries({filled})) as varchar), '{{}}')"
