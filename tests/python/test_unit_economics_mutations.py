"""Each invariant of margins, unit costs and the bill match is broken once, in a copy: a test must see it."""

import shutil
from pathlib import Path

import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from running_dbt import ROOT, Dbt, inside

MODELS = "models/marts/unit_economics"
MARGINS = "assert_margins_conserve_allocated_costs"
# What is broken: where, what stands there, what is put in its place, what is built anew and tested.
MUTATIONS = {
    "what no gateway saw is dropped": (
        f"{MODELS}/margins/fct_feature_costs.sql", "    select * from unseen\n",
        "    select * from unseen where false\n", f"fct_feature_costs {MARGINS}",
    ),
    "cost without a product is dropped": (
        f"{MODELS}/margins/rpt_product_pnl.sql", "from paired", "from paired where product_key != ''",
        f"rpt_product_pnl {MARGINS}",
    ),
    "customers lose their part of the rest": (
        f"{MODELS}/margins/int_customer_costs.sql", "coalesce(spread.spread_cost, 0)",
        "coalesce(0 * spread.spread_cost, 0)", f"int_customer_costs fct_customer_margin_monthly {MARGINS}",
    ),
    "revenue without a rate is dropped": (
        f"{MODELS}/margins/int_revenue.sql", "where revenue.revenue_basis = 'recognised'",
        "where revenue.revenue_basis = 'recognised' and rates.fx_rate is not null",
        f"int_revenue fct_customer_margin_monthly rpt_product_pnl {MARGINS}",
    ),
    "shares of pools are on no day": (
        f"{MODELS}/unit_costs/int_product_days.sql", "coalesce(shared.shared_cost_of_month, 0)",
        "cast(0 as decimal(28, 12))", f"int_product_days {MARGINS}",
    ),
    "platform cost is laid on twice": (
        f"{MODELS}/unit_costs/int_unit_costs__loads.sql", "cast(sum(platform_cost) as",
        "cast(2 * sum(platform_cost) as", "int_unit_costs__loads assert_unit_cost_loads_conserve",
    ),
    "failed requests are dropped": (
        f"{MODELS}/priced_requests/fct_priced_requests.sql", "from priced\n",
        "from priced where status != 'failure'\n",
        "fct_priced_requests assert_priced_requests_are_all_requests",
    ),
    "the rate of a bill is no cause": (
        f"{MODELS}/bill_match/fct_bill_match.sql", "then coalesce(cost_of_rate, 0) else 0 end",
        "then 0 else 0 end", "fct_bill_match assert_bill_match_foots",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def mutable(built_demo: Dbt, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the built demo's home, and of the project."""
    folder = tmp_path_factory.mktemp("mutable")
    home, project = folder / "home", folder / "project"
    shutil.copytree(built_demo.home, home, symlinks=True)
    for name in ("models", "macros", "seeds", "tests", "profiles"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("python", "fixtures"))
    shutil.copy(ROOT / "dbt_project.yml", project)
    return home, project


def passes(home: Path, project: Path, selected: str) -> bool:
    """Whether what is selected builds and its tests pass."""
    command = [
        "--quiet", "build", "--project-dir", str(project), "--target-path", str(project / "target"),
        "--exclude-resource-type", "unit_test", "-s", *selected.split(),
    ]  # fmt: skip
    with inside(home):
        outcome = dbtRunner().invoke(command)
        DuckDBConnectionManager.close_all_connections()
    return outcome.success


@pytest.mark.prove
@pytest.mark.parametrize("broken", MUTATIONS, ids=str)
def test_a_broken_invariant_is_seen(mutable: tuple[Path, Path], broken: str) -> None:
    """And the project without the break passes again."""
    home, project = mutable
    name, stands, instead, selected = MUTATIONS[broken]
    path = project / name
    whole = path.read_text(encoding="utf-8")
    assert stands in whole, f"{name} no longer holds {stands!r}"
    path.write_text(whole.replace(stands, instead), encoding="utf-8")
    try:
        assert not passes(home, project, selected)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert passes(home, project, selected)
