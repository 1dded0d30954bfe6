"""Companies that have only some of the sources: everything builds in silence, marts are empty or partial."""

from collections.abc import Callable
from pathlib import Path

import pytest

from landing_kit import EXPORTS, Kit
from running_dbt import Dbt, make_home

CLOUDS = {
    "aws_cur": ["2026-09_open.csv"],
    "azure_cost": None,
    "gcp_billing": ["detailed_2026-09_1.jsonl", "detailed_2026-09_2.jsonl", "detailed_2026-09_tax.jsonl"],
    "focus": ["gcp_2026-09_a.csv", "gcp_2026-09_b.csv", "oci_2026-09.csv"],
}
VENDORS = {
    "openai_costs": ["costs_page_1.json"],
    "openai_usage": None,
    "anthropic_costs": ["cost_report_1.json"],
    "anthropic_usage": ["messages_1.json"],
}
CLUSTERS = {"opencost_allocation": ["allocation_pull_1.json"], "dcgm_metrics": None}


def files_of(source: str, names: list[str] | None) -> list[Path]:
    """The committed exports of a source: those named, else all but the downloads that need a mapping."""
    folder = EXPORTS / source
    if names is not None:
        return [folder / name for name in names]
    return sorted(path for path in folder.rglob("*") if path.is_file() and "console" not in path.name)


@pytest.mark.prove
@pytest.mark.parametrize(
    ("sources", "filled", "bare"),
    [
        (
            CLOUDS,
            ["core.fct_costs", "allocation.fct_allocated_costs"],
            ["core.fct_ai_requests", "core.fct_gpu_hours"],
        ),
        (VENDORS, ["core.fct_costs", "core.fct_token_usage"], ["core.fct_workload_allocations"]),
        (
            CLUSTERS,
            ["core.fct_workload_allocations", "core.fct_gpu_hours"],
            ["core.fct_costs", "core.fct_token_usage"],
        ),
    ],
    ids=["clouds only", "model vendors only", "Kubernetes only"],
)
def test_a_company_with_some_sources(
    sources: dict[str, list[str] | None],
    filled: list[str],
    bare: list[str],
    tmp_path: Path,
    dbt_of: Callable[[Path], Dbt],
) -> None:
    """Every test of the project holds; what nothing is known about has no rows, rather than zeros."""
    kit = Kit(tmp_path)
    make_home(kit.project.home)
    for source, names in sources.items():
        report = kit.land(*files_of(source, names), source=source)
        assert {file.outcome for file in report.files} == {"landed"}, report.files
    dbt = dbt_of(kit.project.home)
    run = dbt("build").check()
    assert run.warnings == []
    for table, has_rows in [*((table, True) for table in filled), *((table, False) for table in bare)]:
        assert dbt.rows(f"select count(*) > 0 from {table}") == [(has_rows,)], table
