"""Read-only access to the public tables: the published copy where there is one, else the warehouse."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from finops.project import FinopsError, Project


@dataclass
class Figures:
    """An open database of public tables. `as_of` is when the file was written, UTC."""

    connection: duckdb.DuckDBPyConnection
    path: Path
    is_published: bool
    as_of: datetime

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple]:
        """Return the rows of a query. Raises FinopsError where a table or column is not built."""
        try:
            # Without parameters DuckDB does not load pandas, which takes a second.
            if not parameters:
                return self.connection.execute(query).fetchall()
            return self.connection.execute(query, list(parameters)).fetchall()
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            reason = str(error).splitlines()[0].partition(" Error: ")[2]
            raise FinopsError(
                f"{self.path.name} is not complete: {reason} Run `finops build`, then `finops publish`."
            ) from None

    def has(self, schema: str, table: str) -> bool:
        """Return whether the table is there."""
        found = self.connection.execute(
            f"select count(*) from duckdb_tables() where schema_name = '{schema}' and table_name = '{table}'"
        ).fetchone()
        return bool(found and found[0])


def published_file(project: Project) -> Path:
    """Return where the published copy lies."""
    return project.published / "ai_finops.duckdb"


@contextmanager
def open_figures(project: Project) -> Iterator[Figures]:
    """Open the published copy, else the warehouse, read-only. Raises FinopsError without either."""
    path = published_file(project)
    is_published = path.is_file()
    if not is_published:
        path = project.warehouse
        if not path.is_file():
            raise FinopsError(
                f"Nothing is built yet: {path} is missing. Run `finops land PATH`, then `finops build`."
            )
    with open_read_only(path) as connection:
        as_of = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
        yield Figures(connection, path, is_published, as_of)


@contextmanager
def open_warehouse(project: Project) -> Iterator[Figures]:
    """Open the warehouse, read-only, where real identities are asked for. Raises FinopsError without it."""
    path = project.warehouse
    if not path.is_file():
        raise FinopsError(f"Nothing is built yet: {path} is missing. Run `finops build`.")
    with open_read_only(path) as connection:
        as_of = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
        yield Figures(connection, path, False, as_of)


@contextmanager
def open_read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database file for reading. Raises FinopsError where a build holds it or it is no database."""
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise FinopsError(f"{path.name} is being written. Try again when the build has ended.") from None
        raise FinopsError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None
    except duckdb.ConnectionException:
        raise FinopsError(f"{path.name} is open for writing. Try again when the build has ended.") from None
    try:
        yield connection
    finally:
        connection.close()
