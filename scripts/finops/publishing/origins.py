"""Where a value comes from that kept a copy from being published: the files that were landed of it."""

from finops.expectations.suites import Failure
from finops.figures import open_read_only
from finops.landing.ledger import counting, read_ledger
from finops.landing.sources import SOURCES
from finops.landing.sql import name
from finops.project import Project

SHOWN_FILES = 3


def origin(project: Project, failure: Failure) -> str:
    """Return which files and deliveries hold the first value that a failure shows, empty where none is
    known."""
    schema, _, table = failure.suite.partition(".")
    if not table or not failure.rows:
        return ""
    scopes = _scopes(project, schema, table, failure.rows[0])
    files = [
        f"{file['source_file']} (delivery {entry['delivery_id']})"
        for entry in _current(project)
        if any(
            entry["source_name"] == source and scope in (None, entry["delivery_scope"])
            for source, scope in scopes
        )
        for file in entry["files"]
    ]
    more = f" and {len(files) - SHOWN_FILES} more" if len(files) > SHOWN_FILES else ""
    return f"landed from {', '.join(files[:SHOWN_FILES])}{more}" if files else ""


def _scopes(
    project: Project, schema: str, table: str, row: dict[str, object]
) -> list[tuple[str, str | None]]:
    """Return source and scope of the rows that hold the value; of a list's table the list itself."""
    with open_read_only(project.warehouse) as connection:
        columns = {
            found[0]
            for found in connection.execute(
                "select column_name from duckdb_columns() where schema_name = ? and table_name = ?",
                [schema, table],
            ).fetchall()
        }
        held = {column: value for column, value in row.items() if column in columns}
        if held and {"source_name", "delivery_scope"} <= columns:
            same = " and ".join(f"cast({name(column)} as varchar) is not distinct from ?" for column in held)
            return connection.execute(
                f"select distinct source_name, delivery_scope from {name(schema)}.{name(table)}"
                f" where {same} order by all",
                [None if value is None else str(value) for value in held.values()],
            ).fetchall()
    subject = table.partition("_")[2]
    return [(source, None) for source in SOURCES if subject in (source, source.removesuffix("s"))]


def _current(project: Project) -> list[dict]:
    """Return the deliveries that count, the newest first."""
    groups: dict[tuple, list[dict]] = {}
    for entry in read_ledger(project):
        key = (entry["source_name"], entry["delivery_scope"], entry["billing_period"])
        groups.setdefault(key, []).append(entry)
    found = [entry for group in groups.values() for entry in counting(group)]
    return sorted(found, key=lambda entry: -entry["landing_sequence"])
