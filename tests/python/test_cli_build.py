"""`finops build` on a tiny dbt project: what failed in words, and nothing left held in this process."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from finops.building import build
from finops.project import FinopsError, Project

PROJECT = """
name: tiny
version: "1.0"
profile: tiny
flags:
  send_anonymous_usage_stats: false
"""
PROFILE = """
tiny:
  target: dev
  outputs:
    dev: {type: duckdb, path: "{{ env_var('AI_FINOPS_HOME', '.') }}/warehouse/ai_finops.duckdb", threads: 1}
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A dbt project of one model, with its run-time folders beside it."""
    root, home = tmp_path / "code", tmp_path / "home"
    (root / "models").mkdir(parents=True)
    (root / "profiles").mkdir()
    (root / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
    (root / "profiles" / "profiles.yml").write_text(PROFILE, encoding="utf-8")
    (root / "models" / "good.sql").write_text("select 1 as one", encoding="utf-8")
    for name in ("AI_FINOPS_HOME", "AI_FINOPS_WAREHOUSE", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
        monkeypatch.delenv(name, raising=False)
    return Project(root=root, home=home)


def test_a_build_leaves_the_warehouse_free_and_this_process_as_it_was(tiny: Project) -> None:
    folder, seen = os.getcwd(), []
    summary = build(tiny, progress=seen.append)
    assert (summary.succeeded, summary.skipped, summary.failures) == (1, 0, [])
    assert seen == ["building 1 of 1: good"]
    with duckdb.connect(str(tiny.warehouse), read_only=True) as con:
        assert con.execute("select one from good").fetchall() == [(1,)]
    assert os.getcwd() == folder
    assert "AI_FINOPS_HOME" not in os.environ


def test_what_failed_is_named_with_its_reason(tiny: Project) -> None:
    (tiny.root / "models" / "bad.sql").write_text("select nowhere from {{ ref('good') }}", encoding="utf-8")
    (tiny.root / "models" / "after.sql").write_text("select * from {{ ref('bad') }}", encoding="utf-8")
    with pytest.raises(FinopsError) as caught:
        build(tiny)
    message = str(caught.value)
    assert "failed in 1 places" in message
    assert "  bad\n" in message and "nowhere" in message
    assert "dbt.log" in message
    duckdb.connect(str(tiny.warehouse)).close()


def test_a_project_that_does_not_parse_is_one_message(tiny: Project) -> None:
    (tiny.root / "models" / "bad.sql").write_text("select * from {{ ref('missing') }}", encoding="utf-8")
    with pytest.raises(FinopsError, match="dbt could not run") as caught:
        build(tiny)
    assert "missing" in str(caught.value)


def test_a_warehouse_that_is_open_elsewhere_names_the_process(tiny: Project) -> None:
    build(tiny)
    code = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print(1, flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tiny.warehouse)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "1\n"
        with pytest.raises(FinopsError, match=rf"open in another program \(process {process.pid}\)"):
            build(tiny)
    finally:
        process.kill()
        process.wait()


def test_an_interrupt_stays_an_interrupt(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from dbt.cli.main import dbtRunner, dbtRunnerResult

    stopped = dbtRunnerResult(success=False, exception=KeyboardInterrupt())
    monkeypatch.setattr(dbtRunner, "invoke", lambda self, args: stopped)
    with pytest.raises(KeyboardInterrupt):
        build(tiny)
