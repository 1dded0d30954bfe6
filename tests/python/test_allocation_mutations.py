"""Each invariant of the allocation is broken once, in a copy of the project: a test must see it."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

import test_allocation as proofs
from allocation_company import Company, allocate
from running_dbt import ROOT, Dbt, inside, make_home

MODELS = "models/marts/allocation"
# What is broken, where, what stands there, and what is put in its place.
MUTATIONS = {
    "the fallback is dropped": (
        f"{MODELS}/pools/int_pool_edges.sql", "where level_order = first_level",
        "where level_order = 1",
    ),
    "drivers are joined inwards and no owner is left": (
        f"{MODELS}/pools/int_pool_levels.sql", "union all\nselect * from by_owner", "",
    ),
    "remainders are not handed out": (
        "macros/money/apportion.sql", "<= left_' ~ loop.index ~ ' then 1",
        "<= left_' ~ loop.index ~ ' then 0",
    ),
    "amounts are floored, not truncated": (
        "macros/money/apportion.sql", "case when {{ signed_by }} < 0 then -1 else 1 end * cast({{ units }}",
        "case when {{ signed_by }} < 0 then -1 else 1 end * cast({{ units }}"
        " + case when {{ signed_by }} < 0 then 1 else 0 end",
    ),
    "pools are added up in floating point": (
        f"{MODELS}/pools/int_pools.sql", "cast(sum({{ measure }}) as",
        "cast(sum(cast({{ measure }} as double)) as",
    ),
    "pools are rounded to cents": (
        f"{MODELS}/pools/int_pools.sql", "cast(sum({{ measure }}) as decimal(28, 12))",
        "cast(round(sum({{ measure }}), 2) as decimal(28, 12))",
    ),
    "every rule that fits wins": (
        f"{MODELS}/rules/int_charges__rules_won.sql", "where first_wins = 1", "where first_wins < 3",
    ),
    "what nobody owns is filtered": (
        f"{MODELS}/closing/int_allocated_costs__computed.sql", "where pool_id is null",
        "where pool_id is null and target_id != 'unallocated'",
    ),
    "a closed circle falls out": (
        f"{MODELS}/pools/int_pool_shares.sql", "where flows.step = {{ last_pool_step() }}", "where false",
    ),
    "closed pools are fed": (
        f"{MODELS}/pools/int_pool_edges.sql", "policies.choice = 'reciprocal'", "true",
    ),
    "the rest of stated shares is shared by all": (
        f"{MODELS}/pools/int_pool_candidates__stated.sql", "select * from rests\n    union all\n", "",
    ),
    "a target that is gone still bears": (
        f"{MODELS}/pools/int_pool_receivers.sql", "date '9999-12-31') <= levels.window_start",
        "date '9999-12-31') <= date '1900-01-01'",
    ),
    "a key that is rotated ends its team": (
        f"{MODELS}/rules/int_allocation_targets.sql", "not in ('key', 'principal', 'resource')",
        "not in ('principal', 'resource')",
    ),
    "a team that has charges is gone": (
        f"{MODELS}/rules/int_allocation_targets.sql", "max(charge_date) + 1 as valid_to",
        "min(charge_date) as valid_to",
    ),
    "a pool below materiality is split": (
        f"{MODELS}/pools/int_pools__judged.sql", "< rules.materiality_amount",
        "< 0 * rules.materiality_amount",
    ),
    "credits and taxes follow no pool": (
        f"{MODELS}/pools/int_pool_candidates__followed.sql", "levels.stage_order > costs.stage_order",
        "costs.stage_order = 0",
    ),
    "the chain ends where a pool is followed": (
        f"{MODELS}/pools/int_pool_edges.sql", "coalesce(candidates.followed_node_id, fed.node_id)",
        "fed.node_id",
    ),
    "credits change their sign": (
        "macros/money/apportion.sql", "case when {{ signed_by }} < 0 then -1 else 1 end", "1",
    ),
    "remainders go to whom the engine likes": (
        "macros/money/apportion.sql",
        "order by remainder_{{ loop.index }} desc, {{ ordered_by | join(', ') }}",
        "order by random()",
    ),
}  # fmt: skip
CHECKS = (
    proofs.test_three_thousand_hostile_pools,
    proofs.test_the_examples_of_the_method,
    proofs.test_a_closed_circle_is_nobodys,
    proofs.test_of_two_rules_alike_the_first_wins,
    proofs.test_what_nobody_owns_is_a_row,
)


@pytest.fixture(scope="module")
def mutable(
    tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt]
) -> tuple[Dbt, dict, Path]:
    """A copy of the project beside a company's warehouse in which the allocation stands."""
    folder = tmp_path_factory.mktemp("mutable")
    company = Company()
    wanted = proofs.hostile(company)
    proofs.chains(company)
    proofs.cases(company)
    dbt = dbt_of(make_home(folder / "home"))
    allocate(company, dbt, folder).check()
    project = folder / "project"
    for name in ("models", "macros", "seeds", "tests/generic", "tests/allocation", "profiles"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "dbt_project.yml", project)
    return dbt, wanted, project


def survives(dbt: Dbt, wanted: dict, project: Path) -> bool:
    """Whether dbt's own tests and every proof pass on what a copy of the project builds."""
    command = [
        "--quiet", "build", "--full-refresh", "--project-dir", str(project),
        "--target-path", str(project / "target"),
        "-s", MODELS, "--exclude-resource-type", "unit_test", "--indirect-selection", "buildable",
    ]  # fmt: skip
    with inside(dbt.home):
        outcome = dbtRunner().invoke(command)
        DuckDBConnectionManager.close_all_connections()
    if not outcome.success:
        return False
    try:
        for check in CHECKS:
            check((dbt, wanted))
        for pool, parts, method in proofs.FALLBACKS:
            proofs.test_what_goes_wrong_has_a_fallback((dbt, wanted), pool, parts, method)
    except AssertionError:
        return False
    return True


@pytest.mark.prove
@pytest.mark.parametrize("broken", MUTATIONS, ids=str)
def test_a_broken_invariant_is_seen(mutable: tuple[Dbt, dict, Path], broken: str) -> None:
    """And the project without the break passes again."""
    dbt, wanted, project = mutable
    name, stands, instead = MUTATIONS[broken]
    path = project / name
    whole = path.read_text(encoding="utf-8")
    assert whole.count(stands) >= 1, f"{name} no longer holds {stands!r}"
    path.write_text(whole.replace(stands, instead), encoding="utf-8")
    try:
        assert not survives(dbt, wanted, project)
    finally:
        path.write_text(whole, encoding="utf-8")


@pytest.mark.prove
def test_the_order_of_rows_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt]
) -> None:
    """Rows that come in another order, and a second run, give the same table to the last digit."""
    folder = tmp_path_factory.mktemp("shuffled")
    company = Company()
    proofs.hostile(company)
    proofs.chains(company)
    proofs.cases(company)
    content = []
    for seed in (None, 3):
        if seed is not None:
            for rows in company.tables.values():
                random.Random(seed).shuffle(rows)
        home = make_home(folder / f"home {seed}")
        dbt = dbt_of(home)
        allocate(company, dbt, folder).check()
        table = "select * from allocation.fct_allocated_costs order by allocated_cost_id"
        content.append(dbt.rows(f"select md5(string_agg(cast(rows as varchar), '|')) from ({table}) as rows"))
    dbt("build", "-s", MODELS, "--exclude", "test_type:unit").check()
    content.append(dbt.rows(f"select md5(string_agg(cast(rows as varchar), '|')) from ({table}) as rows"))
    assert content[0] == content[1] == content[2]
