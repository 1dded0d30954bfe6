"""Fixtures of every test: a home of its own, dbt on it, and the samples where they are."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from dbt.contracts.graph.manifest import Manifest

from finops.demo_loads import land_demo
from finops.locks import hold
from finops.project import Project
from finops.publishing import publish
from running_dbt import ROOT, BareBuild, Dbt, MadeOnce, environment_of, inside, invoke, make_home

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
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """`made_once(name, make)`: the folder of that name, filled by one of the workers for all of them."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared

    def fill(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / name
        with hold(shared / f"{name}.lock", f"making {name}", wait_seconds=600):
            if not (folder / "made").exists():
                make(make_home(folder))
                (folder / "made").touch()
        return folder

    return fill


@pytest.fixture(scope="session")
def manifest(made_once: MadeOnce) -> Manifest:
    """The parsed project: a build on it costs only what it runs. Other workers read what the first parsed."""

    def parse(folder: Path) -> Manifest:
        run, parsed = invoke(folder, folder / "target", "parse")
        run.check()
        return parsed

    return parse(made_once("parsed", parse))


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
def bare_build(made_once: MadeOnce) -> Callable[[], BareBuild]:
    """What a person has who types `dbt build`, and no more, in a fresh clone with nothing landed."""

    def type_it(folder: Path) -> None:
        places = {"DBT_TARGET_PATH": str(folder / "target"), "DBT_LOG_PATH": str(folder / "logs")}
        environment = os.environ | environment_of(folder) | places
        for name in ("AI_FINOPS_WAREHOUSE", "COLUMNS"):
            environment.pop(name, None)
        shown = subprocess.run(["dbt", "build"], cwd=ROOT, env=environment, capture_output=True, text=True)
        (folder / "returncode").write_text(str(shown.returncode), encoding="utf-8")
        (folder / "shown").write_text(shown.stdout + shown.stderr, encoding="utf-8")

    return lambda: BareBuild(made_once("bare_build", type_it))


@pytest.fixture(scope="session")
def empty(bare_build: Callable[[], BareBuild]) -> Callable[[], Path]:
    """The warehouse of the bare build, which is made when it is first asked for."""

    def find() -> Path:
        assert bare_build().returncode == 0, bare_build().shown
        return bare_build().warehouse

    return find


@pytest.fixture(scope="session")
def landed_demo(made_once: MadeOnce) -> Path:
    """A home with a small demo landed and nothing built. Tests read it; one that changes it takes a copy."""

    def land(home: Path) -> None:
        with inside(home):
            land_demo(Project(root=ROOT, home=home), DEMO, lambda _: None)

    return made_once("landed_demo", land)


@pytest.fixture(scope="session")
def built_demo(
    landed_demo: Path, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory, manifest: Manifest
) -> Dbt:
    """dbt on a home with the small demo landed and built from nothing, to be read only."""
    target = tmp_path_factory.mktemp("target")

    def build(home: Path) -> None:
        shutil.copytree(landed_demo, home, dirs_exist_ok=True, ignore=shutil.ignore_patterns("made"))
        run = Dbt(home, target, manifest)("build", "--exclude", "test_type:unit").check()
        (home / "built").write_text("\n".join(run.warnings), encoding="utf-8")

    return Dbt(made_once("built_demo", build), target, manifest)


@pytest.fixture(scope="session")
def published_demo(built_demo: Dbt, made_once: MadeOnce) -> Project:
    """A home with the built demo published, to be read only."""

    def publish_it(home: Path) -> None:
        project = Project(root=ROOT, home=home)
        os.link(built_demo.home / "warehouse" / "ai_finops.duckdb", project.warehouse)
        for folder in ("landing", "inputs"):
            (home / folder).rmdir()
            (home / folder).symlink_to(built_demo.home / folder)
        built_demo.manifest.write(str(home / "target" / "manifest.json"))
        with mock.patch.dict(os.environ, {"DBT_TARGET_PATH": str(home / "target")}):
            publish(project)

    return Project(root=ROOT, home=made_once("published_demo", publish_it))


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real exports: AI_FINOPS_SAMPLES, else shared/samples beside the checkout; else the test is skipped."""
    override = os.environ.get("AI_FINOPS_SAMPLES")
    folder = Path(override) if override else ROOT.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("no samples: neither AI_FINOPS_SAMPLES nor ../shared/samples is a folder")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that build come first: one worker begins with the bare build, another with tests without one."""
    items.sort(key=lambda item: "manifest" not in getattr(item, "fixturenames", ()))
