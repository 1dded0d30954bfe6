"""The SQL of models as dbt compiles it, run on tables that a test fills: no landing, no warehouse."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
from dbt.contracts.graph.manifest import Manifest

from running_dbt import invoke

Compiled = list[tuple[str, str, bool]]


def compiled(home: Path, target: Path, manifest: Manifest, *selected: str) -> Compiled:
    """Relation, SQL and whether it is a view, of the selected models, each after those it reads."""
    run, results = invoke(home, target, "compile", "-s", *selected, manifest=manifest)
    run.check()
    return [
        (node.relation_name, node.compiled_code, node.config.materialized == "view")
        for node in (result.node for result in results.results)
        if node.resource_type == "model"
    ]


def with_inputs(manifest: Manifest, names: Iterable[str], database: str) -> duckdb.DuckDBPyConnection:
    """A database in memory with the named public models as empty tables, as their contracts say."""
    con = duckdb.connect()
    con.execute(f"ATTACH ':memory:' AS {database}")
    con.execute(f"USE {database}")
    for node in manifest.nodes.values():
        if node.resource_type == "model" and node.name in names:
            columns = ", ".join(f'"{column.name}" {column.data_type}' for column in node.columns.values())
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {node.schema}")
            con.execute(f"CREATE TABLE {node.schema}.{node.name} ({columns})")
    return con


def make(con: duckdb.DuckDBPyConnection, models: Compiled) -> None:
    """Make the models' relations anew."""
    for relation, sql, is_view in models:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {relation.split('.')[1]}")
        con.execute(f"CREATE OR REPLACE {'VIEW' if is_view else 'TABLE'} {relation} AS {sql}")


def filled(table: str, columns: Mapping[str, str], source: str) -> str:
    """SQL that fills a table by name with expressions over another."""
    listed = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    return f"INSERT INTO {table} BY NAME SELECT {listed} FROM {source}"
