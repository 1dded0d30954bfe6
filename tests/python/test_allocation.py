"""Every pool is handed out to the last unit, whatever its amount, its weights and its chain."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, getcontext
from pathlib import Path

import pytest

from allocation_company import FAR, Company, allocate, handed_out
from running_dbt import Dbt, make_home

getcontext().prec = 60

FIRST = date(2000, 1, 1)
POOLS = 3000
# Chains stand in years of their own.
RECIPROCAL, STEP_DOWN, CIRCLE, CASES = date(2030, 1, 1), date(2031, 1, 1), date(2032, 1, 1), date(2033, 1, 1)


def hostile(company: Company) -> dict[date, tuple[Decimal, dict[str, Decimal]]]:
    """3,000 pools of one day each: amount, and the weights that count. Some have no weight at all."""
    chance = random.Random(7)
    wanted = {}
    company.rule(
        "by-score",
        method="usage_driver",
        driver_name="score",
        driver_grain="day",
        filter_service_name="pooled",
    )
    for number in range(POOLS):
        day = FIRST + timedelta(days=number)
        size = chance.choice(
            ("0.000000000001", "0.01", "1", "12345.678901234567", "1000000000", "987654321012.5")
        )
        amounts = [
            (Decimal(size) * chance.randint(-999, 999) / chance.choice((1, 3, 7, 1000))).quantize(
                Decimal("1e-12")
            )
            for _ in range(chance.randint(1, 3))
        ]
        for place, amount in enumerate(amounts):
            company.charge(f"pooled {number} {place}", day, amount, service_name="pooled")
        weights = {}
        for target in range(chance.choice((0, 1, 2, 5, 40))):
            weight = chance.choice((
                Decimal(0), Decimal(-5), Decimal("0.000001"), Decimal(1) / 3,
                Decimal(chance.randint(1, 10**9)),
                Decimal(7),
            )).quantize(Decimal("1e-6"))  # fmt: skip
            company.driver("score", day, f"team {target}", weight)
            if weight > 0:
                weights[f"team {target}"] = weight
        wanted[day] = (sum(amounts), weights)
    return wanted


def chains(company: Company) -> None:
    """Two pools that serve each other, at once, step by step, and in a closed circle."""
    company.policy("pool_order", "reciprocal", "keeper", RECIPROCAL, STEP_DOWN)
    company.policy("pool_order", "reciprocal", "keeper", CIRCLE, CASES)
    shares = {"s1": {"s2": 20, "a": 50, "b": 30}, "s2": {"s1": 10, "a": 40, "b": 50}}
    for priority, (pool, targets) in enumerate(shares.items(), start=1):
        company.rule(
            f"into {pool}",
            pool,
            method="direct",
            target_kind="pool",
            filter_service_name=pool,
            priority=priority,
        )
        for target, share in targets.items():
            kind = "pool" if target in shares else "team"
            company.rule(
                f"of {pool}", target, target_kind=kind, share_percent=share, filter_pool=pool,
                priority=priority, valid_from=RECIPROCAL, valid_to=CIRCLE,
            )  # fmt: skip
        other = "s2" if pool == "s1" else "s1"
        company.rule(
            f"round {pool}", other, target_kind="pool", method="direct", filter_pool=pool, priority=priority,
            valid_from=CIRCLE, valid_to=CASES,
        )  # fmt: skip
    # A rule that changes within the month, on both sides of the change and in a pool that feeds it.
    changed = CASES + timedelta(days=14)
    for version, (target, valid_from, valid_to) in enumerate(
        (("before", CASES, changed), ("after", changed, FAR)), start=1
    ):
        company.rule(
            "changing", target, rule_version=version, method="direct", filter_pool="changing",
            valid_from=valid_from, valid_to=valid_to, stage="business",
        )  # fmt: skip
    company.rule(
        "into changing", "changing", method="direct", target_kind="pool", filter_service_name="changing"
    )
    for target, kind in (("changing", "pool"), ("other", "team")):
        company.rule(
            "feeds", target, target_kind=kind, share_percent=50, filter_service_name="feeds", priority=10
        )
    company.charge("changing 1", CASES, "10", service_name="changing")
    company.charge("changing 2", changed, "20", service_name="changing")
    company.charge("feeds", CASES, "8", service_name="feeds")
    for day in (RECIPROCAL, STEP_DOWN, CIRCLE):
        company.charge(f"s1 {day}", day, "100", service_name="s1")
        company.charge(f"s2 {day}", day, "60", service_name="s2")


def cases(company: Company) -> None:
    """What goes wrong in rules: each has a fallback that is written down, and loses nothing."""

    def pool(name: str, *amounts: str, **more: object) -> None:
        for place, amount in enumerate(amounts):
            company.charge(f"{name} {place}", CASES, amount, service_name=name, **more)

    for target, share in (("a", 59), ("b", 40)):
        company.rule("ninety-nine", target, share_percent=share, filter_service_name="ninety-nine")
        company.rule("double", target, share_percent=2 * share, filter_service_name="double")
    pool("ninety-nine", "100")
    pool("double", "99")
    for name in ("first", "second"):
        company.rule(name, name, method="direct", filter_service_name="equal", priority=50)
    pool("equal", "5")
    company.charge("nobody 0", CASES, "13", service_name="nobody")
    for number in range(1000):
        company.rule("cent", f"t{number:04d}", method="even", filter_service_name="cent")
    pool("cent", "0.01")
    for target in ("a", "b", "c"):
        company.rule("trillion", target, method="even", filter_service_name="trillion")
        company.rule(
            "credits", target, method="even", filter_service_name="credits", filter_charge_category="credit"
        )
    pool("trillion", "1000000000000", "0.000000000001")
    pool("credits", "-10", "-0.01", charge_category="Credit")
    # A team that loses its project is gone; one whose only row was a key, or that still has a charge, is not.
    for team, kind in (("gone", "project"), ("rotated", "key"), ("charged", "project")):
        company.add(
            "dim_owner", owner_id=team, owner_kind=kind, owner_value=team, team=team, valid_from=FIRST,
            valid_to=RECIPROCAL, is_overlap_resolved=False,
        )  # fmt: skip
        for target, share in ((team, 50), ("a", 30), ("b", 20)):
            company.rule(f"retired {team}", target, share_percent=share, filter_service_name=team)
        pool(team, "10")
    company.charge("still there", CASES, "0", "charged", service_name="owned")
    company.rule(
        "nothing", method="usage_driver", driver_name="no such driver", filter_service_name="nothing"
    )
    pool("nothing", "3")
    # Two lines for one target, and no driver: the target is one, its cost is found by cost.
    for share in (10, 20):
        company.rule(
            "twice", "a", method="usage_driver", driver_name="no such driver", share_percent=share,
            filter_service_name="twice",
        )  # fmt: skip
    pool("twice", "6")
    company.rule("small", method="even", filter_service_name="small", materiality_amount="5")
    pool("small", "4.99")
    company.rule("lost", "no rule shares it", method="direct", target_kind="pool", filter_service_name="lost")
    pool("lost", "8")
    # Pools that send round, to themselves, and out of order: step-down closes the next, the owner keeps it.
    for name, (pool_name, sent_to) in {
        "loop 1": ("loop a", "loop b"), "loop 2": ("loop b", "loop a"),
        "itself": ("loop self", "loop self"), "early": ("early", "a"), "late": ("late", "early"),
    }.items():  # fmt: skip
        kind = "team" if sent_to == "a" else "pool"
        company.rule(
            name, sent_to, method="direct", target_kind=kind, filter_pool=pool_name, valid_from=CASES
        )
    company.rule("nothing fits", "a", method="direct", filter_service_name="no such service")
    for pool_name, amount in (("loop a", "400"), ("loop self", "700"), ("late", "30")):
        company.rule(
            f"into {pool_name}", pool_name, method="direct", target_kind="pool", filter_service_name=pool_name
        )
        pool(pool_name, amount)
    company.charge("owned", CASES, "40", "a", service_name="owned")
    company.charge("given back", CASES, "-4", "b", service_name="owned", charge_category="Credit")
    # Of an account's 45, 30 are a's, 10 are shared by halves and 5 are nobody's: so are its credits and tax.
    for target in ("a", "b"):
        company.rule(
            "halves", target, share_percent=50, filter_service_name="halves", filter_charge_category="usage"
        )
    taxed = {"billing_account_id": "taxed"}
    company.charge("own", CASES, "30", "a", service_name="owned", **taxed)
    pool("halves", "10", **taxed)
    company.charge("nobody's", CASES, "5", service_name="stray", **taxed)
    company.charge("of halves", CASES, "-2", service_name="halves", charge_category="Credit", **taxed)
    pool("credit of nobody", "-9", charge_category="Credit", **taxed)
    company.charge("tax", CASES, "9", charge_category="Tax", **taxed)


@pytest.fixture(scope="module")
def allocated(
    tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt]
) -> tuple[Dbt, dict[date, tuple[Decimal, dict[str, Decimal]]]]:
    """The allocation of all of it, built once with every data test on it, and what the pools should give."""
    folder = tmp_path_factory.mktemp("allocation")
    company = Company()
    wanted = hostile(company)
    chains(company)
    cases(company)
    dbt = dbt_of(make_home(folder / "home"))
    allocate(company, dbt, folder).check()
    return dbt, wanted


def parts(dbt: Dbt, pool_name: str, day: date, measure: str = "effective_cost") -> dict[str, Decimal]:
    """What each target bears of the pools of that name and day, and how it was found."""
    with dbt.warehouse() as warehouse:
        found = warehouse.execute(
            f"select target_id, sum({measure}) from allocation.fct_allocated_costs"
            " where pool_name = ? and charge_date = ? group by target_id",
            [pool_name, day],
        ).fetchall()
    return dict(found)


def methods(dbt: Dbt, pool_name: str) -> set[str]:
    """The ways in which pools of that name were shared."""
    with dbt.warehouse() as warehouse:
        return {
            row[0]
            for row in warehouse.execute(
                "select distinct allocation_method from allocation.fct_allocated_costs where pool_name = ?",
                [pool_name],
            ).fetchall()
        }


def test_three_thousand_hostile_pools(allocated: tuple[Dbt, dict]) -> None:
    """Each pool adds up, and each part is that of whole numbers counted apart; tolerance zero."""
    dbt, wanted = allocated
    with dbt.warehouse() as warehouse:
        found = warehouse.execute(
            "select charge_date, target_id, effective_cost, list_cost_reporting"
            " from allocation.fct_allocated_costs where pool_name = 'by-score'"
        ).fetchall()
    by_day: dict[date, dict[str, tuple[Decimal, Decimal]]] = defaultdict(dict)
    for day, target, effective, listed in found:
        by_day[day][target] = (effective, listed)
    assert set(by_day) == set(wanted)
    unmeasured = 0
    for day, (amount, weights) in wanted.items():
        assert sum(effective for effective, _ in by_day[day].values()) == amount
        assert sum(listed for _, listed in by_day[day].values()) == 2 * amount
        if weights:
            assert {target: one for target, (one, _) in by_day[day].items()} == handed_out(amount, weights)
        else:
            unmeasured += 1
    assert unmeasured > POOLS / 10


def test_the_examples_of_the_method(allocated: tuple[Dbt, dict]) -> None:
    """Reciprocal and step-down give what the equations give, to the digits that books print."""
    dbt, _ = allocated

    def both(day: date) -> dict[str, Decimal]:
        pools = [parts(dbt, pool, day) for pool in ("s1", "s2")]
        return {team: round(sum(pool.get(team, Decimal(0)) for pool in pools), 4) for team in ("a", "b")}

    assert both(RECIPROCAL) == {"a": Decimal("86.7347"), "b": Decimal("73.2653")}
    assert both(STEP_DOWN) == {"a": Decimal("85.5556"), "b": Decimal("74.4444")}


def test_a_closed_circle_is_nobodys(allocated: tuple[Dbt, dict]) -> None:
    """Two pools that send everything to each other: all of it stands there, without an owner."""
    dbt, _ = allocated
    assert parts(dbt, "s1", CIRCLE) == {"unallocated": Decimal(100)}
    assert parts(dbt, "s2", CIRCLE) == {"unallocated": Decimal(60)}
    assert "circular_chain" in methods(dbt, "s1")


def test_a_loop_is_named_with_what_stopped_in_it(allocated: tuple[Dbt, dict]) -> None:
    """Step-down closes what was shared before; the rules that send it round are told, with the money."""
    dbt, _ = allocated
    assert parts(dbt, "loop a", CASES) == {"keeper": Decimal(400)}
    there = "rule loop 1 version 1 sends loop a to loop b"
    back = "rule loop 2 version 1 sends loop b to loop a"
    circle = "rule round s1 version 1 sends s1 to s2, rule round s2 version 1 sends s2 to s1"
    with dbt.warehouse() as warehouse:
        found = warehouse.execute(
            "select pool_name, stop_reason, sent_by, billing_currency, effective_cost,"
            " effective_cost_reporting from allocation.fct_stopped_shares order by pool_name"
        ).fetchall()
    assert [row for row in found if row[1] != "circle"] == [
        ("late", "closed_before", "rule late version 1 sends late to early", "USD", 30, 60),
        ("loop b", "loop", f"{there}, {back}", "USD", 400, 800),
        ("loop self", "loop", "rule itself version 1 sends loop self to loop self", "USD", 700, 1400),
    ]
    in_circle = [row for row in found if row[1] == "circle"]
    assert {row[2] for row in in_circle} == {circle}
    assert sum(row[4] for row in in_circle) == 160


def test_a_rule_that_nothing_came_into_is_told(allocated: tuple[Dbt, dict]) -> None:
    """A rule of a pool that is fed alone is used; one that fits no charge, or comes second, is not."""
    dbt, _ = allocated
    with dbt.warehouse() as warehouse:
        found = warehouse.execute(
            "select rule_id, has_charges, is_used from allocation.fct_rule_uses"
            " where rule_id in ('nothing fits', 'loop 2', 'into late', 'first', 'second') order by rule_id"
        ).fetchall()
    assert found == [
        ("first", True, True), ("into late", True, True), ("loop 2", True, True),
        ("nothing fits", True, False), ("second", True, False),
    ]  # fmt: skip


FALLBACKS = [
    ("ninety-nine", {"a": "59", "b": "40", "keeper": "1"}, "fixed_share"),
    ("double", {"a": "59", "b": "40"}, "fixed_share"),
    ("trillion", {"a": "333333333333.333333333334", "b": "333333333333.333333333334",
                  "c": "333333333333.333333333333"}, "even"),
    ("policy:credits", {"a": "-8", "b": "-2", "unallocated": "-1"}, "proportional"),
    ("credits", {"a": "-3.336666666667", "b": "-3.336666666667", "c": "-3.336666666666"}, "even"),
    ("retired gone", {"a": "6", "b": "4"}, "fixed_share"),
    ("retired rotated", {"rotated": "5", "a": "3", "b": "2"}, "fixed_share"),
    ("retired charged", {"charged": "5", "a": "3", "b": "2"}, "fixed_share"),
    ("nothing", {"a": "3"}, "proportional"),
    ("changing", {"before": "10", "after": "20"}, "direct"),
    ("feeds", {"other": "4", "before": "4"}, "fixed_share"),
    ("twice", {"a": "6"}, "proportional"),
    ("small", {"keeper": "4.99"}, "below_materiality"),
    ("no rule shares it", {"unallocated": "8"}, "unallocated"),
    ("policy:tax", {"a": "7", "b": "1", "unallocated": "1"}, "proportional"),
]  # fmt: skip


@pytest.mark.parametrize(("pool", "wanted", "method"), FALLBACKS, ids=[pool for pool, _, _ in FALLBACKS])
def test_what_goes_wrong_has_a_fallback(
    allocated: tuple[Dbt, dict], pool: str, wanted: dict[str, str], method: str
) -> None:
    """And every fallback says that it was taken."""
    dbt, _ = allocated
    day = CASES
    assert parts(dbt, pool, day) == {target: Decimal(amount) for target, amount in wanted.items()}
    assert methods(dbt, pool) == {method}


def test_a_share_that_moved_is_told_with_its_money(allocated: tuple[Dbt, dict]) -> None:
    """What the rule names for a team that is gone, and no other share."""
    dbt, _ = allocated
    with dbt.warehouse() as warehouse:
        assert warehouse.execute(
            "select rule_id, target_id, gone_from, effective_cost, effective_cost_reporting"
            " from allocation.fct_moved_shares"
        ).fetchall() == [("retired gone", "gone", RECIPROCAL, Decimal(5), Decimal(10))]


def test_a_cent_over_a_thousand_targets(allocated: tuple[Dbt, dict]) -> None:
    """Each gets a hundred-thousandth, none gets lost."""
    dbt, _ = allocated
    found = parts(dbt, "cent", CASES)
    assert len(found) == 1000
    assert set(found.values()) == {Decimal("0.00001")}


def test_of_two_rules_alike_the_first_wins(allocated: tuple[Dbt, dict]) -> None:
    """One charge, one rule."""
    dbt, _ = allocated
    with dbt.warehouse() as warehouse:
        assert warehouse.execute(
            "select target_id, effective_cost from allocation.fct_allocated_costs where charge_id = 'equal 0'"
        ).fetchall() == [("first", Decimal(5))]


def test_what_nobody_owns_is_a_row(allocated: tuple[Dbt, dict]) -> None:
    """A charge without a rule and an owner is unallocated and there."""
    dbt, _ = allocated
    with dbt.warehouse() as warehouse:
        assert warehouse.execute(
            "select target_id, cost_part, effective_cost from allocation.fct_allocated_costs"
            " where charge_id = 'nobody 0'"
        ).fetchall() == [("unallocated", "unowned", Decimal(13))]
