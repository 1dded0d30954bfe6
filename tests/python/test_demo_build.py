"""The demo as dbt builds it: in silence, with something in every public table."""

import pytest

from running_dbt import Dbt

# The demo's files are whole and keep their columns: faults are planted in copies, by the tests of landing.
EMPTY_ON_THE_DEMO = {"core.fct_quarantined_records", "core.fct_schema_drift"}


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


@pytest.mark.parametrize("measure", ["billed_cost", "effective_cost", "contracted_cost", "list_cost"])
def test_the_demo_is_allocated_to_the_cent(built_demo: Dbt, measure: str) -> None:
    sums = "select billing_currency, sum({}) from {} group by billing_currency order by billing_currency"
    costs = built_demo.rows(sums.format(measure, "core.fct_costs"))
    assert len(costs) > 1
    assert built_demo.rows(sums.format(measure, "allocation.fct_allocated_costs")) == costs
