"""The candidate database: every public table of the warehouse, identities hidden, described in comments."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from finops.landing.sql import name, quote
from finops.project import FinopsError, Project
from finops.publishing import pseudonyms
from finops.publishing.contract import PublicTable

TARGET = "candidate_copy"


@dataclass
class Copied:
    """What a copy holds. `pseudonyms` counts the identities replaced, `words` the principals that are words
    too."""

    pseudonyms: int
    words: int


def copy_tables(project: Project, tables: list[PublicTable], database: Path, key: bytes) -> Copied:
    """Write `tables` of the warehouse to the new file `database`. The warehouse is only read, and let go at
    the end.

    Raises FinopsError where the warehouse is absent, being built or lacks a table, or where the copy names a
    person.
    """
    with _both(project, database) as (con, source):
        _expect_all(con, tables, source, project)
        relations = {table: _stored(con, table, source) for table in tables}
        identities = pseudonyms.find_identities(con, list(relations.values()), key)
        touched = pseudonyms.prepare(con, list(relations.values()), identities)
        for table, relation in relations.items():
            con.execute(f"create schema if not exists {TARGET}.{name(table.schema)}")
            query = pseudonyms.hiding_select(con, relation, touched.get(relation, set()), table.withheld)
            con.execute(f"create table {_copy_of(table)} as {query}")
            _describe(con, table)
        _fail_on_leaks(con, tables, identities)
        row = con.execute(
            "select count(distinct pseudonym) from (select pseudonym from principals union all"
            " select replacement from replacements where regexp_matches(trace, '@|%40'))"
        ).fetchone()
        con.execute(f"checkpoint {TARGET}")
    return Copied(pseudonyms=row[0] if row else 0, words=len(identities.words))


@contextmanager
def _both(project: Project, database: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """Open warehouse and candidate. The warehouse keeps its own name, because its views are written with
    it."""
    warehouse = project.warehouse
    if not warehouse.is_file():
        raise FinopsError(f"{warehouse} is missing, so there is nothing to publish. Run `dbt build` first.")
    con = duckdb.connect(config={"temp_directory": str(database.parent / ".spill")})
    try:
        con.execute(
            "set timezone = 'UTC'; set preserve_insertion_order = false; set enable_progress_bar = false"
        )
        con.execute(f"attach {quote(str(database))} as {TARGET}")
        con.execute(f"attach {quote(str(warehouse))} as {name(warehouse.stem)} (read_only)")
        yield con, name(warehouse.stem)
    except (duckdb.IOException, duckdb.ConnectionException) as error:
        if "lock" in str(error) or isinstance(error, duckdb.ConnectionException):
            raise FinopsError(
                f"{warehouse.name} is being written by another program, most likely a build; what is"
                " published stays"
                " as it is. Publish again when it has ended."
            ) from None
        raise
    finally:
        con.close()


def _stored(con: duckdb.DuckDBPyConnection, table: PublicTable, source: str) -> str:
    """Return what to read a table of the warehouse from. Every column of it is looked through by itself, so a
    view is worked out once."""
    relation = f"{source}.{name(table.schema)}.{name(table.name)}"
    is_view = con.execute(
        "select count(*) from duckdb_views() where database_name = ? and schema_name = ? and view_name = ?",
        [source.strip('"'), table.schema, table.name],
    ).fetchone()
    if not is_view or not is_view[0]:
        return relation
    stored = f"temp.main.{name(f'{table.schema}.{table.name}')}"
    con.execute(f"create temp table {stored.removeprefix('temp.main.')} as select * from {relation}")
    return stored


def _copy_of(table: PublicTable) -> str:
    return f"{TARGET}.{name(table.schema)}.{name(table.name)}"


def _expect_all(
    con: duckdb.DuckDBPyConnection, tables: list[PublicTable], source: str, project: Project
) -> None:
    rows = con.execute(
        "select table_schema || '.' || table_name from information_schema.tables where table_catalog = ?",
        [source.strip('"')],
    ).fetchall()
    missing = [table.full_name for table in tables if (table.full_name,) not in rows]
    if missing:
        raise FinopsError(
            f"{project.warehouse.name} lacks {', '.join(missing)}. Run `dbt build`, then publish."
        )


def _describe(con: duckdb.DuckDBPyConnection, table: PublicTable) -> None:
    copy = _copy_of(table)
    present = {row[0] for row in con.execute(f"describe select * from {copy}").fetchall()}
    if table.description:
        con.execute(f"comment on table {copy} is {quote(table.description)}")
    for column, description in table.columns.items():
        if description and column in present:
            con.execute(f"comment on column {copy}.{name(column)} is {quote(description)}")


def _fail_on_leaks(
    con: duckdb.DuckDBPyConnection, tables: list[PublicTable], identities: pseudonyms.Identities
) -> None:
    found = pseudonyms.leaks(con, [_copy_of(table) for table in tables], identities)
    if found:
        places = [
            f"{relation.split('.', 1)[1]}.{column} ({texts} texts)".replace('"', "")
            for relation, column, texts in found
        ]
        raise FinopsError(
            f"The copy would name persons in {', '.join(places)}, so nothing was published. Report this"
            " with the"
            " names of the columns, not their values."
        )
