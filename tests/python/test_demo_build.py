"""The demo as dbt builds it: in silence, with something in every public table."""

import os
from pathlib import Path

import pytest

from finops.project import Project
from finops.publishing import publish
from running_dbt import Dbt

# The demo's files are whole and keep their columns: faults are planted in copies, by the tests of landing.
EMPTY_ON_THE_DEMO = {
    "core.fct_quarantined_records",
    "core.fct_schema_drift",
    # Nothing is restated before a month is closed.
    "allocation.fct_restatements",
}


def test_the_demo_builds_in_silence(built_demo: Dbt) -> None:
    assert (built_demo.home / "built").read_text(encoding="utf-8") == ""


def test_the_demo_fills_every_public_table(built_demo: Dbt) -> None:
    public = sorted(
        f"{node.schema}.{node.name}"
        for node in built_demo.manifest.nodes.values()
        if node.resource_type == "model" and node.access == "public"
    )
    with built_demo.warehouse() as connection:
        rows = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in public}
    assert {name for name, count in rows.items() if count == 0} == EMPTY_ON_THE_DEMO


def test_the_demo_is_fit_to_publish(built_demo: Dbt, tmp_path: Path) -> None:
    project = Project(root=Path(__file__).resolve().parents[2], home=tmp_path)
    project.warehouse.parent.mkdir()
    os.link(built_demo.home / "warehouse" / "ai_finops.duckdb", project.warehouse)
    for folder in ("landing", "inputs", "closed"):
        if (built_demo.home / folder).exists():
            (tmp_path / folder).symlink_to(built_demo.home / folder)
    publish(project)
    assert (project.published / "ai_finops.duckdb").exists()


@pytest.mark.parametrize("measure", ["billed_cost", "effective_cost", "contracted_cost", "list_cost"])
def test_the_demo_is_allocated_to_the_cent(built_demo: Dbt, measure: str) -> None:
    sums = "select billing_currency, sum({}) from {} group by billing_currency order by billing_currency"
    costs = built_demo.rows(sums.format(measure, "core.fct_costs"))
    assert len(costs) > 1
    assert built_demo.rows(sums.format(measure, "allocation.fct_allocated_costs")) == costs


def test_what_the_demo_tells_twice_is_counted_once(built_demo: Dbt) -> None:
    overlaps = """
        select explaining_source_name, counting_source_name, sum(explaining_cost)
        from core.bridge_cost_overlap
        where
            (provider_name = 'Amazon Web Services' and overlap_kind = 'gateway_estimate')
            or explaining_source_name = 'anthropic_analytics'
        group by explaining_source_name, counting_source_name
        order by explaining_source_name
    """
    analytics, gateway = built_demo.rows(overlaps)
    assert analytics[:2] == ("anthropic_analytics", "anthropic_costs") and analytics[2] > 0
    assert gateway[:2] == ("litellm_spend_logs", "aws_cur")
    logged = (
        "select sum(estimated_cost) from core.fct_ai_requests where provider_name = 'Amazon Web Services'"
    )
    assert built_demo.rows(logged) == [(gateway[2],)] and gateway[2] > 0
    roles = """
        select source_name, usage_role, is_cache_hit from core.fct_token_usage
        where provider_name = 'Amazon Web Services'
        group by source_name, usage_role, is_cache_hit
    """
    found = {(source, role) for source, role, _ in built_demo.rows(roles)}
    assert found == {("aws_cur", "counts"), ("litellm_spend_logs", "explains")}
