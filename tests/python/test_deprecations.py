"""dbt checks the keys of YAML against its own schema only for some engines; here it does so for ours too."""

import shutil
from pathlib import Path

import pytest
from dbt.cli.main import dbtRunner
from dbt.deprecations import reset_deprecations
from dbt.jsonschemas import jsonschemas

from running_dbt import ROOT, inside


@pytest.fixture(autouse=True)
def _checks_for_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    engines = jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS | {"duckdb"}
    monkeypatch.setattr(jsonschemas, "_JSONSCHEMA_SUPPORTED_ADAPTERS", engines)


def complaints(project: Path, home: Path, target: Path) -> list[str]:
    """Every deprecation that a full parse of `project` finds, and any other warning."""
    found = []

    def note(event: object) -> None:
        if event.info.level == "warn":
            found.append(f"{event.info.name}: {event.info.msg}")

    reset_deprecations()
    command = ["--quiet", "parse", "--no-partial-parse", "--show-all-deprecations", "--target", "lint"]
    with inside(home):
        outcome = dbtRunner(callbacks=[note]).invoke(
            [*command, "--project-dir", str(project), "--target-path", str(target), "--log-path", str(target)]
        )
    assert outcome.success, outcome.exception
    return found


def test_nothing_in_the_project_is_deprecated(home: Path, tmp_path: Path) -> None:
    assert complaints(ROOT, home, tmp_path / "target") == []


def test_the_gate_sees_a_misplaced_key(home: Path, tmp_path: Path) -> None:
    """One model with `meta` where older versions took it: the gate names it."""
    project = tmp_path / "small"
    (project / "models").mkdir(parents=True)
    shutil.copy(ROOT / "profiles" / "profiles.yml", project)
    (project / "dbt_project.yml").write_text(
        "name: small\nprofile: ai_finops\nflags: {send_anonymous_usage_stats: false}\n"
    )
    (project / "models" / "one.sql").write_text("select 1 as one\n")
    (project / "models" / "one.yml").write_text(
        "models: [{name: one, meta: {owner: nobody}, description: One row.}]\n"
    )
    found = complaints(project, home, tmp_path / "target")
    assert any(complaint.startswith("PropertyMovedToConfig") for complaint in found), found
