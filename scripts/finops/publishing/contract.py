"""Which tables are public, and what they and their columns mean: read from dbt's manifest."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from finops.project import FinopsError, Project


@dataclass(frozen=True)
class PublicTable:
    """One public table. `columns` maps a column's name to its description, where it has one."""

    schema: str
    name: str
    description: str
    columns: dict[str, str]

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"


def public_tables(project: Project) -> list[PublicTable]:
    """Return models with `access: public` and seeds, by schema and name. Raises FinopsError without a manifest."""
    path = _manifest(project)
    if not path.is_file():
        raise FinopsError(f"{path.name} is missing, so nobody says which tables are public. Run `dbt build` first.")
    nodes = json.loads(path.read_text(encoding="utf-8"))["nodes"].values()
    tables = [
        PublicTable(
            node["schema"],
            node.get("alias") or node["name"],
            _one_line(node.get("description")),
            {
                column["name"]: _one_line(column.get("description"))
                for column in node.get("columns", {}).values()
                if column.get("description")
            },
        )
        for node in nodes
        if node["resource_type"] == "seed"
        or (node["resource_type"] == "model" and node["config"].get("access") == "public")
    ]
    if not tables:
        raise FinopsError(f"{path.name} names no public table. Run `dbt build` in the project's folder.")
    return sorted(tables, key=lambda table: table.full_name)


def _manifest(project: Project) -> Path:
    return project.root / os.environ.get("DBT_TARGET_PATH", "target") / "manifest.json"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
