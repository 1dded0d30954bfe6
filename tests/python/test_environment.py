"""The environment that make sets up: pinned, and with the profile in it."""

import re
import subprocess
import tomllib
from pathlib import Path

from finops.environment import export_profiles_dir
from running_dbt import ROOT

PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;]+)")


def locked() -> dict[str, str]:
    """Version by normalised name."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [PIN.match(line) for line in lines if line and not line.startswith("#")]
    assert all(pins), "every line of requirements.lock pins one package"
    return {normal(pin[1]): pin[2] for pin in pins}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_lock_holds_what_pyproject_pins() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    pins = [PIN.match(requirement) for requirement in wanted]
    assert all(pins), "every direct dependency is pinned exactly"
    versions = locked()
    assert {pin[1]: pin[2] for pin in pins} == {pin[1]: versions.get(normal(pin[1])) for pin in pins}


def test_lock_names_no_host() -> None:
    assert not re.search(
        r"://|--index|--find-links", (ROOT / "requirements.lock").read_text(encoding="utf-8")
    )


def test_activating_exports_the_profiles_of_the_folder(tmp_path: Path) -> None:
    """Two projects in folders with spaces: each activate script points at its own, and is patched once."""
    for folder in (tmp_path / "first place", tmp_path / "second place"):
        bin_folder = folder / ".venv" / "bin"
        bin_folder.mkdir(parents=True)
        (bin_folder / "activate").write_text(f'VIRTUAL_ENV="{folder}/.venv"\nexport VIRTUAL_ENV\n')
        assert export_profiles_dir(folder / ".venv") == ["activate"]
        patched = (bin_folder / "activate").read_text()
        assert export_profiles_dir(folder / ".venv") == []
        assert (bin_folder / "activate").read_text() == patched
        shown = subprocess.run(
            ["bash", "-c", '. "$1" && printf %s "$DBT_PROFILES_DIR"', "bash", bin_folder / "activate"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert shown.stdout == f"{folder}/profiles"


def test_help_lists_every_target() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make ([a-z]+)", shown.stdout, re.MULTILINE)
    declared = re.search(r"^\.PHONY: (help .+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(declared[1].split())
