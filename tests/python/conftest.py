"""Fixtures of every test: a home of its own, dbt on it, and the samples where they are."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from dbt.contracts.graph.manifest import Manifest

from finops.demo_loads import land_demo
from finops.locks import hold
from finops.project import Project
from running_dbt import ROOT, Dbt, environment_of, inside, invoke, make_home

# About 2,000 charge lines of every source.
DEMO = {"months": 6, "last_month": "2026-10", "seed": 1, "scale": 0.02}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for this test; code under test and subprocesses find it through the environment."""
    folder = make_home(tmp_path / "home")
    for name, value in environment_of(folder).items():
        monkeypatch.setenv(name, value)
    for name in ("AI_FINOPS_WAREHOUSE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)
    return folder


@pytest.fixture
def project(home: Path) -> Project:
    """The project with its run-time folders in this test's home."""
    return Project(root=ROOT, home=home)


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """The parsed project, once per worker: a build on it costs only what it runs."""
    folder = tmp_path_factory.mktemp("parse")
    run, parsed = invoke(make_home(folder / "home"), folder / "target", "parse")
    run.check()
    return parsed


@pytest.fixture
def dbt(home: Path, tmp_path: Path, manifest: Manifest, empty: Callable[[], Path]) -> Dbt:
    """dbt on this test's home."""
    return Dbt(home, tmp_path / "target", manifest, empty)


@pytest.fixture(scope="session")
def dbt_of(
    tmp_path_factory: pytest.TempPathFactory, manifest: Manifest, empty: Callable[[], Path]
) -> Callable[[Path], Dbt]:
    """dbt on a home that several tests share, such as one of a module's own fixture."""
    return lambda folder: Dbt(folder, tmp_path_factory.mktemp("target"), manifest, empty)


@pytest.fixture(scope="session")
def empty(
    shared_folder: Path, tmp_path_factory: pytest.TempPathFactory, manifest: Manifest
) -> Callable[[], Path]:
    """A warehouse built with nothing landed, made once for all workers when it is first asked for."""
    folder = shared_folder / "empty"

    def make() -> Path:
        with hold(shared_folder / "lock", "building with nothing landed", wait_seconds=600):
            if not (folder / "built").exists():
                dbt = Dbt(make_home(folder), tmp_path_factory.mktemp("target"), manifest)
                dbt("build", "--resource-type", "seed", "--resource-type", "model").check()
                (folder / "built").touch()
        return folder / "warehouse" / "ai_finops.duckdb"

    return make


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of a run, for what is dear to make; hold `lock` in it while making it."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def landed_demo(shared_folder: Path) -> Path:
    """A home with a small demo landed and nothing built. Tests read it; one that changes it takes a copy."""
    folder = shared_folder / "landed_demo"
    with hold(shared_folder / "lock", "landing the demo", wait_seconds=600):
        if not (folder / "landed").exists():
            home = make_home(folder / "home")
            with inside(home):
                land_demo(Project(root=ROOT, home=home), DEMO, lambda _: None)
            (folder / "landed").touch()
    return folder / "home"


@pytest.fixture(scope="session")
def built_demo(landed_demo: Path, shared_folder: Path, dbt_of: Callable[[Path], Dbt]) -> Dbt:
    """dbt on a home with the small demo landed and built, to be read only."""
    folder = shared_folder / "built_demo"
    built = dbt_of(folder)
    with hold(shared_folder / "lock", "building the demo", wait_seconds=600):
        if not (folder / "built").exists():
            shutil.copytree(landed_demo, folder, dirs_exist_ok=True)
            run = built("build").check()
            (folder / "built").write_text("\n".join(run.warnings), encoding="utf-8")
    return built


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real exports: AI_FINOPS_SAMPLES, else shared/samples beside the checkout; else the test is skipped."""
    override = os.environ.get("AI_FINOPS_SAMPLES")
    folder = Path(override) if override else ROOT.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("no samples: neither AI_FINOPS_SAMPLES nor ../shared/samples is a folder")
    return folder
