"""JSON documents: which table a document is of, and the way from a document to its records.

A way is a chain of member names, `[]` (each element of a list) and `{}` (each value of an object whose
names are data; the name becomes column `_key`): `seats[]`, `value[]`, `data[]{}`. A document that has the
members of a record is that record itself, so a file may also hold one record a line.
"""

import re
from collections.abc import Iterator
from typing import Any

from finops.landing.sources import SOURCES, Source, Table

EACH_ELEMENT, EACH_VALUE = "[]", "{}"


class NotThere(ValueError):
    """A document has no list or object where its way says so. The text names the place."""


def steps(way: str) -> list[str]:
    """Return the steps of a way. Raises ValueError for what is none."""
    found = re.findall(r"\[\]|\{\}|[^.\[\]{}]+", way)
    if "".join(found) != way.replace(".", ""):
        raise ValueError(f"{way} is not a way to records")
    return found


def records_of(document: Any, way: str) -> list[Any]:
    """Return the records of a document, in its order. Raises NotThere where the way leads nowhere."""
    nodes, place = [document], ""
    for step in steps(way):
        nodes = list(_next(nodes, step, place))
        place += step if step in (EACH_ELEMENT, EACH_VALUE) else f".{step}"
    return nodes


def _next(nodes: list[Any], step: str, place: str) -> Iterator[Any]:
    kind = list if step == EACH_ELEMENT else dict
    for node in nodes:
        if node is None:
            continue
        if not isinstance(node, kind):
            raise NotThere(f"{place.lstrip('.') or 'the document'} is not a JSON {_named(kind)}")
        if step in (EACH_ELEMENT, EACH_VALUE):
            yield from node if kind is list else node.values()
        elif step not in node:
            raise NotThere(f"it has no {f'{place}.{step}'.lstrip('.')}")
        else:
            yield node[step]


def _named(kind: type) -> str:
    return "list" if kind is list else "object"


def way_of(document: Any, table: Table) -> str:
    """Return the way to the records of a document of `table`: none where the document is a record itself."""
    is_record = isinstance(document, dict) and document.keys() >= set(table.json_members)
    return "" if is_record else table.json_records or ""


def document_table(documents: list[Any]) -> tuple[Source, Table] | None:
    """Return the source and table that documents are of, None where their first record is of none."""
    found = [
        (source, table)
        for source in SOURCES.values()
        for table in source.tables
        if table.json_records and _is_of(documents, table)
    ]
    return max(found, key=lambda pair: len(pair[1].json_members), default=None)


def _is_of(documents: list[Any], table: Table) -> bool:
    for document in documents:
        try:
            records = records_of(document, way_of(document, table))
        except NotThere:
            return False
        first = next((record for record in records if isinstance(record, dict)), None)
        if first is not None:
            return first.keys() >= set(table.json_members)
    return False
