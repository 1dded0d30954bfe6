"""Tracing: parts of charges are exact whatever the pool, ids are found or explained, ways add up."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from finops.cli import app
from finops.figures import Figures, open_figures
from finops.project import FinopsError, Project
from finops.tracing.expanding import MEASURES, parts_query
from finops.tracing.finding import Found, find
from finops.tracing.walking import walk
from running_dbt import ROOT, Dbt

runner = CliRunner()
UNIT = Decimal("1e-12")
STEPS = (
    "pool_id text, step_id text, step_kind text, from_id text, target_kind text, target_id text,"
    f" weight decimal(28, 6), {', '.join(f'{measure} decimal(28, 12)' for measure in MEASURES)}"
)


def shared(amount: int, weights: list[int]) -> list[int]:
    """Units of an amount over weights by largest remainder, in plain integers."""
    weights = weights if sum(weights) else [1] * len(weights)
    parts = [abs(amount) * weight // sum(weights) for weight in weights]
    rests = [abs(amount) * weight % sum(weights) for weight in weights]
    first = sorted(range(len(weights)), key=lambda place: -rests[place])
    for place in first[: abs(amount) - sum(parts)]:
        parts[place] += 1
    return [-part if amount < 0 else part for part in parts]


def hostile_amounts(rng: random.Random, charges: int) -> list[int | None]:
    """Units of the charges of a pool: one sign, both, nothing in all, missing here or everywhere."""
    size = rng.choice([1, 5, 10**6, 10**12, 10**18, 10**26])
    amounts: list[int | None] = [rng.randint(0, size) for _ in range(charges)]
    kind = rng.choice(["credits", "both signs", "holes", "adds up to nothing", "missing", "plain"])
    if kind == "credits":
        return [-amount for amount in amounts]
    if kind == "both signs":
        return [rng.choice([-1, 1]) * amount for amount in amounts]
    if kind == "holes":
        return [rng.choice([None, amount, -amount]) for amount in amounts]
    if kind == "adds up to nothing":
        return [*amounts[:-1], -sum(amounts[:-1])]
    return [None] * charges if kind == "missing" else amounts


def hostile_pools(count: int, seed: int) -> tuple[list[tuple], dict[str, tuple[int, int]]]:
    """Steps of pools of whatever size, sign and weights, and of each target its weight and that of all."""
    rng = random.Random(seed)
    rows: list[tuple] = []
    weights_of: dict[str, tuple[int, int]] = {}
    for pool in range(count):
        charges, targets = rng.choice([1, 2, 7, 20]), rng.choice([1, 2, 3, 10, 50])
        weights = [rng.choice([0, 1, rng.randint(1, 10**9), rng.randint(1, 10**16)]) for _ in range(targets)]
        if rng.random() < 0.1:
            weights = [0] * targets
        amounts = {measure: hostile_amounts(rng, charges) for measure in MEASURES}
        parts = {}
        for measure, units in amounts.items():
            known = [one for one in units if one is not None]
            parts[measure] = shared(sum(known), weights) if known else [None] * targets
        for place in range(charges):
            step = f"p{pool} c{place:03}"
            money = [amounts[measure][place] for measure in MEASURES]
            rows.append((f"p{pool}", step, "charge_to_pool", step, None, None, None, *map(_money, money)))
        for place, weight in enumerate(weights):
            step = f"p{pool} t{place:03}"
            money = [parts[measure][place] for measure in MEASURES]
            stated = Decimal(weight) * Decimal("1e-6")
            rows.append(
                (f"p{pool}", step, "pool_to_target", f"p{pool}", "team", step, stated, *map(_money, money))
            )
            weights_of[step] = (weight, sum(weights)) if sum(weights) else (1, targets)
    return rows, weights_of


def _money(units: int | None) -> Decimal | None:
    return None if units is None else units * UNIT


def check_hostile_pools(count: int, seed: int) -> None:
    rows, weights_of = hostile_pools(count, seed)
    con = duckdb.connect()
    con.execute(f"create table steps ({STEPS})")
    con.executemany(f"insert into steps values ({', '.join('?' * (7 + len(MEASURES)))})", rows)
    con.execute(f"create table parts as {parts_query('steps')}")
    for side, kind in (("charge_step_id", "charge_to_pool"), ("target_step_id", "pool_to_target")):
        sums = ", ".join(f"sum({measure}) as {measure}" for measure in MEASURES)
        differs = " or ".join(f"parts.{measure} is distinct from steps.{measure}" for measure in MEASURES)
        off = con.execute(
            f"select * from (select * from steps where step_kind = '{kind}') as steps full join"
            f" (select {side} as step_id, {sums} from parts group by {side}) as parts using (step_id)"
            f" where {differs}"
        ).fetchall()
        assert off == []
    amounts = {row[1]: row[7] for row in rows}
    for charge, target, part in con.execute(
        "select charge_step_id, target_step_id, billed_cost from parts where billed_cost is not null"
    ).fetchall():
        weight, weights = weights_of[target]
        assert abs(Fraction(part / UNIT) - Fraction(amounts[charge] / UNIT) * weight / weights) < 2


def test_parts_make_charges_and_targets_exactly() -> None:
    check_hostile_pools(60, seed=1)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(10))
def test_parts_of_thousands_of_pools_are_exact(seed: int) -> None:
    check_hostile_pools(300, seed)


@contextmanager
def figures_of(dbt: Dbt) -> Iterator[Figures]:
    with open_figures(Project(root=ROOT, home=dbt.home)) as figures:
        yield figures


def some(figures: Figures, query: str, count: int) -> list[str]:
    """`count` ids of a query, as if drawn at random, the same in every run."""
    return [
        row[0] for row in figures.rows(f"select id from ({query}) order by md5(id || 'drawn') limit {count}")
    ]


def sums(figures: Figures, relation: str, condition: str) -> tuple:
    chosen = ", ".join(f"cast(sum({measure}) as decimal(38, 12))" for measure in MEASURES)
    return figures.rows(f"select {chosen} from {relation} where {condition}")[0]


@pytest.mark.prove
def test_a_hundred_charges_traced_forward_reach_targets_whole(built_demo: Dbt) -> None:
    with figures_of(built_demo) as figures:
        pooled = (
            "select from_id as id from allocation.fct_allocation_trace where step_kind = 'charge_to_pool'"
        )
        charges = some(figures, pooled, 50) + some(figures, "select charge_id as id from core.fct_costs", 50)
        assert len(charges) == 100
        for charge in charges:
            walk(figures, Found("charge", charge))
            ends = "step in ('owned', 'part') and cost_part != 'commitment_transfer'"
            assert sums(figures, "way", ends) == sums(figures, "core.fct_costs", f"charge_id = '{charge}'")
            assert figures.rows(
                "select count(*) from way where step = 'billed' and source_file is not null"
            ) == [(1,)]


@pytest.mark.prove
def test_a_hundred_allocated_costs_traced_back_are_made_of_charges(built_demo: Dbt) -> None:
    with figures_of(built_demo) as figures:
        allocated = "select allocated_cost_id as id from allocation.fct_allocated_costs"
        ids = some(figures, f"{allocated} where pool_id is not null", 50)
        ids += some(figures, f"{allocated} where charge_id != allocated_cost_id", 10)
        ids += some(figures, allocated, 100 - len(ids))
        for one in ids:
            walk(figures, Found("allocated cost", one))
            whole = sums(figures, "allocation.fct_allocated_costs", f"allocated_cost_id = '{one}'")
            assert sums(figures, "way", "step in ('owned', 'part')") == whole
            unknown = "step in ('owned', 'part') and from_id not in (select charge_id from core.fct_costs)"
            assert figures.rows(f"select count(*) from way where {unknown}") == [(0,)]


@pytest.mark.prove
def test_a_hundred_journal_lines_traced_back_are_made_of_charges(built_demo: Dbt) -> None:
    """Lines of reallocations, exact before coins: small ones too, which the journal books in one line."""
    with figures_of(built_demo) as figures:
        lines = "select journal_line_id as id from allocation.fct_chargeback_journal"
        ids = some(figures, f"{lines} where journal_type = 'reallocation' and account_kind = 'expense'"
                   " and cost_center_kind != 'pooled'", 100)  # fmt: skip
        assert len(ids) == 100
        for one in ids:
            walk(figures, Found("journal line", one))
            whole = figures.rows(
                "select exact_amount from allocation.fct_chargeback_journal where journal_line_id = ?", [one]
            )
            assert [sums(figures, "way", "step in ('owned', 'part')")[1:2]] == whole
            assert figures.rows("select distinct to_id from way where step = 'booked'") == [(one,)]


@pytest.mark.prove
def test_an_invoice_is_traced_to_its_targets_whole(built_demo: Dbt) -> None:
    with figures_of(built_demo) as figures:
        pooled = "select from_id from allocation.fct_allocation_trace where step_kind = 'charge_to_pool'"
        invoices = some(
            figures, f"select distinct invoice_id as id from core.fct_costs where charge_id in ({pooled})", 3
        )
        for invoice in invoices:
            walk(figures, Found("invoice", invoice))
            ends = "step in ('owned', 'part') and cost_part != 'commitment_transfer'"
            assert sums(figures, "way", ends) == sums(figures, "core.fct_costs", f"invoice_id = '{invoice}'")


@pytest.fixture
def tiny(project: Project) -> Project:
    """A warehouse made by hand: a charge with an owner, two charges in a pool of two targets."""
    project.warehouse.parent.mkdir(parents=True, exist_ok=True)
    money = ", ".join(f"{measure} decimal(28, 12)" for measure in MEASURES)
    zeros = ", ".join("null" for _ in MEASURES[2:])
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute(
            f"""
            create schema core; create schema allocation;
            create table core.fct_costs (
                charge_id text, provider_name text, service_name text, charge_category
                text, resource_name text,
                invoice_issuer_name text, invoice_id text, delivery_id text, source_file
                text, source_row bigint,
                billing_period text, billing_currency text, reporting_currency text, {money}
            );
            create table core.fct_invoices (invoice_id text);
            create table allocation.fct_allocated_costs (
                allocated_cost_id text, charge_id text, pool_id text, target_kind text, target_id text,
                cost_part text, rule_id text, rule_version integer, allocation_method text, share double,
                owner_rule text, owner_evidence text, billing_period text, billing_currency text,
                reporting_currency text, {money}
            );
            create table allocation.fct_allocation_trace (
                step_id text, step_kind text, from_kind text, from_id text, to_kind text,
                to_id text, pool_id text,
                pool_node_id text, pool_name text, cost_part text, target_kind text,
                target_id text, rule_id text,
                rule_version integer, allocation_method text, share double, weight decimal(28, 6),
                amounts_reason text, billing_period text, billing_currency text,
                reporting_currency text, {money}
            );
            insert into core.fct_invoices values ('INV-2026-09');
            """
        )
        for charge, row, amount in (
            ("aaaa1111", 1, "5"),
            ("bbbb1111", 2, "1"),
            ("bbbb2222", 3, "-0.000000000002"),
        ):
            con.execute(
                f"insert into core.fct_costs values (?, 'AWS', 'EC2', 'Usage', null, 'AWS Inc',"
                " 'INV-2026-09', 'd',"
                f" 'a.csv', ?, '2026-09', 'USD', 'USD', ?, ?, {zeros})",
                [charge, row, amount, amount],
            )
        con.execute(
            f"insert into allocation.fct_allocated_costs values ('aaaa1111', 'aaaa1111', null,"
            " 'team', 'vega',"
            f" 'direct', null, null, 'direct', 1, 'tag', 'squad=vega', '2026-09', 'USD', 'USD', 5,"
            f" 5, {zeros})"
        )
        for charge, amount in (("bbbb1111", "1"), ("bbbb2222", "-0.000000000002")):
            con.execute(
                f"insert into allocation.fct_allocation_trace values (?, 'charge_to_pool', 'charge',"
                " ?, 'pool',"
                " 'cccc1111', 'cccc1111', 'n1', 'support', 'shared', null, null, 'support', 1,"
                " 'pooled', 1, null,"
                f" null, '2026-09', 'USD', 'USD', ?, ?, {zeros})",
                [charge, charge, amount, amount],
            )
        for step, target, amount in (("dddd1111", "vega", "0.5"), ("dddd2222", "assist", "0.499999999998")):
            con.execute(
                f"insert into allocation.fct_allocation_trace values (?, 'pool_to_target', 'pool',"
                " 'cccc1111',"
                " 'allocated_cost', ?, 'cccc1111', 'n1', 'support', 'shared', 'team', ?, 'support',"
                " 1, 'even', 0.5,"
                f" 1, null, '2026-09', 'USD', 'USD', ?, ?, {zeros})",
                [step, step, target, amount, amount],
            )
            con.execute(
                f"insert into allocation.fct_allocated_costs values (?, null, 'cccc1111', 'team', ?,"
                " 'shared',"
                f" 'support', 1, 'even', 0.5, null, null, '2026-09', 'USD', 'USD', ?, ?, {zeros})",
                [step, target, amount, amount],
            )
        con.execute(
            "insert into allocation.fct_allocation_trace select * replace ('n1n2' as step_id,"
            " 'pool_to_pool' as"
            " step_kind, 'n1' as from_id, 'n2' as to_id, null as pool_id, 'business' as target_id)"
            " from allocation.fct_allocation_trace where step_id = 'dddd1111'"
        )
    return project


def test_ids_are_found_by_kind_and_beginning(tiny: Project) -> None:
    with open_figures(tiny) as figures:
        assert find(figures, " aaaa1111 ") == Found("charge", "aaaa1111")
        assert find(figures, "aaaa") == Found("charge", "aaaa1111")
        assert find(figures, "INV-2026-09") == Found("invoice", "INV-2026-09")
        assert find(figures, "cccc") == Found("pool", "cccc1111")
        assert find(figures, "dddd2") == Found("allocated cost", "dddd2222")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("", "Say what to trace"),
        ("bbbb", r"Several ids begin with `bbbb`: bbbb1111 \(charge\), bbbb2222 \(charge\)\. Give more"),
        ("aaa", r"A beginning needs 4 characters\."),
        ("INV-2026-90", r"has the id `INV-2026-90`.*Nearest: INV-2026-09 \(invoice\)"),
        ("aaaa1112", r"Nearest: aaaa1111 \(charge\)"),
        ("x' or '1'='1", "No charge, invoice"),
    ],
)
def test_what_is_not_found_is_explained(tiny: Project, wanted: str, said: str) -> None:
    with open_figures(tiny) as figures, pytest.raises(FinopsError, match=said):
        find(figures, wanted)


def test_the_way_of_a_pooled_charge_is_printed_and_written(tiny: Project, tmp_path: Path) -> None:
    result = runner.invoke(app, ["trace", "bbbb2222", "--csv", str(tmp_path / "way.csv")])
    assert result.exit_code == 0, result.output
    assert "team assist" in result.output and "business" in result.output
    assert "USD -0.000000000002 billed, USD -0.000000000002 with targets" in result.output
    steps = duckdb.sql(f"select step, count(*) from '{tmp_path / 'way.csv'}' group by step").fetchall()
    assert dict(steps) == {"billed": 1, "pooled": 1, "chained": 1, "part": 2}


def test_an_allocated_cost_leads_back_to_records(tiny: Project) -> None:
    result = runner.invoke(app, ["trace", "dddd2222"])
    assert result.exit_code == 0, result.output
    assert "USD 0.499999999998, the sum of its parts" in result.output
    assert "bbbb1111" in result.output and "a.csv" in result.output


def test_a_file_that_cannot_be_written_is_an_error(tiny: Project, tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "way.csv", tmp_path):
        result = runner.invoke(app, ["trace", "aaaa1111", "--csv", str(path)])
        assert result.exit_code == 1 and "cannot be written" in result.output


def test_a_trace_during_a_build_says_so(tiny: Project) -> None:
    with duckdb.connect(str(tiny.warehouse)):
        result = runner.invoke(app, ["trace", "aaaa1111"])
    assert result.exit_code == 1
    assert "Try again when the build has ended" in result.output
