"""Rules of the house that a machine can check: models as files, and what the manifest says of them."""

import re
from pathlib import Path
from statistics import median

import pytest
from dbt.contracts.graph.manifest import Manifest

from running_dbt import ROOT

MODELS = sorted((ROOT / "models").rglob("*.sql"))
SQL = [*MODELS, *sorted((ROOT / "tests").rglob("*.sql")), *sorted((ROOT / "macros").rglob("*.sql"))]
YAML = [path for folder in ("models", "seeds", "tests", "macros") for path in (ROOT / folder).rglob("*.yml")]

# What a model must not do, whatever it is for.
FORBIDDEN_IN_MODELS = {
    "asks which engine runs it": r"target\.type",
    "introspects": r"run_query|adapter\.get|graph\.",
    "groups by position or by whatever is there": r"group by (all|\d)",
    "picks one currency of many": r"(max|min|any_value)\((\w+\.)?\w*currency\)",
    "shows half of a decision": r"\b(TODO|FIXME|XXX)\b",
}


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_models_are_short() -> None:
    lengths = {path: len(lines(path)) for path in MODELS}
    assert named([path for path, length in lengths.items() if length > 120]) == []
    assert median(lengths.values()) <= 40


def test_models_begin_with_their_grain() -> None:
    assert named([path for path in MODELS if not lines(path)[0].startswith("-- One row")]) == []


def test_yaml_files_are_short() -> None:
    assert named([path for path in YAML if len(lines(path)) > 400]) == []


@pytest.mark.parametrize("fault", FORBIDDEN_IN_MODELS)
def test_no_model(fault: str) -> None:
    pattern = re.compile(FORBIDDEN_IN_MODELS[fault])
    assert named([path for path in MODELS if pattern.search(path.read_text(encoding="utf-8"))]) == []


def test_no_file_opts_out_of_lint() -> None:
    opted_out = [path for path in SQL if re.search(r"noqa|sqlfluff", path.read_text(encoding="utf-8"))]
    assert named(opted_out) == []


def test_dispatch_names_the_project() -> None:
    """Dispatched without a namespace a macro resolves by luck of the root project."""
    bare = re.compile(r"adapter\.dispatch\((?![^)]*'ai_finops')")
    assert named([path for path in SQL if bare.search(path.read_text(encoding="utf-8"))]) == []


def test_public_models_are_contracted_and_described(manifest: Manifest) -> None:
    faults = []
    public = [
        node for node in manifest.nodes.values() if node.resource_type == "model" and node.access == "public"
    ]
    assert public
    for model in public:
        if not model.contract.enforced:
            faults.append(f"{model.name} enforces no contract")
        if not model.description.strip():
            faults.append(f"{model.name} has no description")
        faults += [
            f"{model.name}.{column.name} has no description"
            for column in model.columns.values()
            if not column.description.strip()
        ]
    assert faults == []


def test_core_and_marts_are_public_unless_a_step(manifest: Manifest) -> None:
    """What lies there is either read by people or named as a step (int_)."""
    hidden = [
        node.name
        for node in manifest.nodes.values()
        if node.resource_type == "model" and node.fqn[1] in ("core", "marts")
        if node.access != "public" and not node.name.startswith("int_")
    ]
    assert hidden == []


MART_ORDER = ["allocation", "unit_economics", "sustainability", "planning", "anomalies", "governance"]


def proofs_of(manifest: Manifest, model: str) -> set[str]:
    """Names of the generic and singular tests that read a model."""
    found = set()
    for node in manifest.nodes.values():
        if node.resource_type == "test" and any(parent == model for parent in node.depends_on.nodes):
            metadata = getattr(node, "test_metadata", None)
            found.add(metadata.name if metadata and node.attached_node == model else node.name)
    return found


def test_every_public_table_proves_its_grain(manifest: Manifest) -> None:
    unproved = [
        node.name
        for node in manifest.nodes.values()
        if node.resource_type == "model" and node.access == "public"
        if "grain_is" not in proofs_of(manifest, node.unique_id)
    ]
    assert unproved == []


def test_every_money_mart_conserves(manifest: Manifest) -> None:
    """A mart with billed cost adds up to core: the test `conserves`, or one of its own that says so."""
    leaking = [
        node.name
        for node in manifest.nodes.values()
        if node.resource_type == "model" and node.access == "public" and node.fqn[1] == "marts"
        if "billed_cost" in node.columns
        if not any("conserve" in name for name in proofs_of(manifest, node.unique_id))
    ]
    assert leaking == []


def test_marts_read_each_other_in_order(manifest: Manifest) -> None:
    """Each mart reads those before it in MART_ORDER; and nothing but governance reads governance."""
    backwards = []
    for node in manifest.nodes.values():
        if node.resource_type != "model":
            continue
        for parent in (manifest.nodes[key] for key in node.depends_on.nodes if key in manifest.nodes):
            if parent.resource_type != "model" or parent.fqn[1] != "marts":
                continue
            read = MART_ORDER.index(parent.fqn[2])
            if node.fqn[1] != "marts" or MART_ORDER.index(node.fqn[2]) < read:
                backwards.append(f"{node.name} reads {parent.name}")
    assert backwards == []
