"""Which tables are public, and what they and their columns mean: read from dbt's manifest."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finops.project import FinopsError, Project


@dataclass(frozen=True, eq=False)
class PublicTable:
    """One public table. `columns` maps each declared column to its description; `keys` are its grains, as
    SQL; `withheld` are columns whose values stay in the warehouse."""

    schema: str
    name: str
    description: str
    columns: dict[str, str]
    keys: tuple[tuple[str, ...], ...] = ()
    withheld: frozenset[str] = frozenset()

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"


def public_tables(project: Project) -> list[PublicTable]:
    """Return models with `access: public` and seeds, by schema and name. Raises FinopsError without a
    manifest."""
    path = _manifest(project)
    if not path.is_file():
        raise FinopsError(
            f"{path.name} is missing, so nobody says which tables are public. Run `dbt build` first."
        )
    nodes = json.loads(path.read_text(encoding="utf-8"))["nodes"]
    keys = _keys(nodes)
    tables = [
        PublicTable(
            node["schema"],
            node.get("alias") or node["name"],
            _one_line(node.get("description")),
            {
                column["name"]: _one_line(column.get("description"))
                for column in node.get("columns", {}).values()
            },
            tuple(keys.get(unique_id, ())),
            frozenset(
                column["name"]
                for column in node.get("columns", {}).values()
                if column.get("config", {}).get("meta", {}).get("is_published") is False
            ),
        )
        for unique_id, node in nodes.items()
        if node["resource_type"] == "seed"
        or (node["resource_type"] == "model" and node["config"].get("access") == "public")
    ]
    if not tables:
        raise FinopsError(f"{path.name} names no public table. Run `dbt build` in the project's folder.")
    return sorted(tables, key=lambda table: table.full_name)


def write_contract(tables: list[PublicTable], path: Path) -> None:
    """Write what each table promises, as JSON: by full name its description, keys and columns with
    descriptions."""
    promised = {
        table.full_name: {"description": table.description, "keys": table.keys, "columns": table.columns}
        for table in tables
    }
    path.write_text(json.dumps(promised, indent=1, ensure_ascii=False), encoding="utf-8")


def _keys(nodes: dict[str, Any]) -> dict[str, list[tuple[str, ...]]]:
    """Return the grains that dbt tests with `grain_is`, by the node they belong to."""
    keys: dict[str, list[tuple[str, ...]]] = {}
    for node in nodes.values():
        test = node.get("test_metadata") or {}
        if test.get("name") == "grain_is":
            keys.setdefault(node["attached_node"], []).append(tuple(test["kwargs"]["columns"]))
    return keys


def _manifest(project: Project) -> Path:
    return project.root / os.environ.get("DBT_TARGET_PATH", "target") / "manifest.json"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
