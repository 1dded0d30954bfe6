"""A fresh clone with nothing landed: bare dbt builds everything, and is silent about it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from dbt.contracts.graph.manifest import Manifest

from finops.landing import land
from finops.project import Project
from running_dbt import ROOT, BareBuild, Dbt, make_home

WORRY = re.compile(r"\bWARNING\b|\bWarning\b|\bWARN\b(?!=0\b)|[Dd]eprecat")


def test_bare_dbt_builds_nothing_landed_in_silence(
    bare_build: Callable[[], BareBuild], home: Path, tmp_path: Path, manifest: Manifest
) -> None:
    """What a person sees: dbt in a shell, from the project's root, without a flag; then the same again."""
    bare = bare_build()
    assert bare.returncode == 0, bare.shown
    assert [line for line in bare.shown.splitlines() if WORRY.search(line)] == []
    assert "WARN=0" in bare.shown

    shutil.copy(bare.warehouse, home / "warehouse")
    dbt = Dbt(home, tmp_path / "target", manifest)
    public = {
        f"{node.schema}.{node.name}"
        for node in manifest.nodes.values()
        if node.resource_type == "model" and node.access == "public"
    }
    built = {
        f"{schema}.{name}"
        for schema, name in dbt.rows("select table_schema, table_name from information_schema.tables")
    }
    assert public and public <= built
    assert dbt.rows("select count(*) from core.fct_costs") == [(0,)]

    again = dbt("run").check()
    assert again.warnings == []
    assert set(again.statuses.values()) == {"success"}


def test_the_home_may_have_any_name(tmp_path: Path, manifest: Manifest) -> None:
    """What is landed is found whatever its folder is called: quotes, brackets, a star, a bar."""
    home = make_home(tmp_path / 'o\'hare; "two" [x]*|')
    exports = ROOT / "tests" / "fixtures" / "exports"
    report = land(Project(root=ROOT, home=home), [str(exports / "focus" / "aws_2026-09_final.csv")])
    dbt = Dbt(home, tmp_path / "target", manifest)
    dbt("run", "-s", "stg_focus__cost_and_usage").check()
    rows = report.files[0].rows_landed
    assert rows and dbt.rows("select count(*) from staging.stg_focus__cost_and_usage") == [(rows,)]
