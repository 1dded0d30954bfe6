"""A fresh clone with nothing landed: bare dbt builds everything, and is silent about it."""

import os
import re
import subprocess
from pathlib import Path

from running_dbt import ROOT, Dbt

WORRY = re.compile(r"\bWARNING\b|\bWarning\b|\bWARN\b(?!=0\b)|[Dd]eprecat")


def test_bare_dbt_builds_nothing_landed_in_silence(home: Path, tmp_path: Path, dbt: Dbt) -> None:
    """What a person sees: dbt in a shell, from the project's root, without a flag; then the same again."""
    environment = os.environ | {"DBT_TARGET_PATH": str(tmp_path / "bare"), "DBT_LOG_PATH": str(tmp_path)}
    shown = subprocess.run(["dbt", "build"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stdout
    assert [line for line in (shown.stdout + shown.stderr).splitlines() if WORRY.search(line)] == []
    assert "WARN=0" in shown.stdout

    public = {
        f"{node.schema}.{node.name}"
        for node in dbt.manifest.nodes.values()
        if node.resource_type == "model" and node.access == "public"
    }
    built = {
        f"{schema}.{name}"
        for schema, name in dbt.rows("select table_schema, table_name from information_schema.tables")
    }
    assert public and public <= built
    assert dbt.rows("select count(*) from core.fct_costs") == [(0,)]

    again = dbt("build").check()
    assert again.warnings == []
    assert set(again.statuses.values()) <= {"success", "pass"}
