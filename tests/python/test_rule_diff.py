"""What a version of a rule that is not in force would do is what it does where it is in force."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from allocation_company import MEASURES, Company, allocate, handed_out
from running_dbt import Dbt, make_home

JANUARY, FEBRUARY = date(2030, 1, 1), date(2030, 2, 1)
DAYS = (date(2030, 1, 3), date(2030, 1, 20), date(2030, 2, 5))
Lines = list[tuple[str, dict[str, object]]]


def company_of(versions: str) -> Company:
    """Rules that changed in February (`both`), or never did and are as before (`old`) or as after (`new`)."""
    company = Company()

    def changed(rule_id: str, old: Lines, new: Lines, **more: object) -> None:
        for version, lines in ((1, old), (2, new)):
            if versions == ("new", "old")[version - 1]:
                continue
            starts = FEBRUARY if version == 2 and versions == "both" else JANUARY
            for target, given in lines:
                company.rule(
                    rule_id, target or None, rule_version=version, valid_from=starts,
                    **{"filter_service_name": rule_id} | more | given,
                )  # fmt: skip

    def shares(**given: int) -> Lines:
        return [(target, {"share_percent": share}) for target, share in given.items()]

    def charges(service: str, amount: str, team: str | None = None, **more: object) -> None:
        for day in DAYS:
            company.charge(f"{service} {team} {day}", day, amount, team, service_name=service, **more)

    changed("shares", shares(a=60, b=40), shares(a=30, b=30))
    charges("shares", "10.000000000001")
    changed("same", shares(a=30, b=30, c=40), shares(a=30, b=30, c=40))
    charges("same", "-1")
    company.rule("single", "a", share_percent=100, filter_service_name="single")
    charges("single", "5")
    # The driver of a month, then that of each day.
    measured = {"method": "usage_driver", "driver_name": "score"}
    changed("driver", [("", measured)], [("", measured | {"driver_grain": "day"})])
    charges("driver", "7")
    for day, team, score in zip(DAYS * 2, "aaabbb", (1, 0, 2, 1, 3, 5), strict=True):
        company.driver("score", day, team, score)
    # Charges of one team, then of any; those of others were borne by themselves, or by nobody.
    changed("wide", [("a", {"share_percent": 100, "filter_team": "x"})], shares(a=100))
    charges("wide", "3", "x")
    charges("wide", "0.000000000001", "y")
    charges("wide", "2")
    # What one rule no longer takes falls to the next.
    changed("narrow", shares(a=100), [("a", {"share_percent": 100, "filter_tag": "env=prod"})])
    company.rule("next", "b", method="even", filter_service_name="narrow", priority=200)
    charges("narrow", "8")
    company.add("bridge_cost_tags", charge_id=f"narrow None {DAYS[0]}", tag_key="env", tag_value="prod")
    changed(
        "outbid", [("a", {"priority": 10})], [("a", {"priority": 400})],
        method="even", filter_service_name="auction",
    )  # fmt: skip
    company.rule("bidder", "b", method="even", filter_service_name="auction", priority=50)
    charges("auction", "6")
    changed("direct", [("a", {})], [("p", {"target_kind": "product"})], method="direct")
    charges("direct", "4", "z")
    changed("small", [("a", {})], [("a", {"materiality_amount": "100"})], method="even")
    charges("small", "9")
    # A pool is filled by charges and by another pool.
    company.rule("to-hub", "hub", method="direct", target_kind="pool", filter_service_name="hub")
    charges("hub", "1")
    company.rule("feeder", "hub", target_kind="pool", share_percent=50, filter_service_name="feeder")
    company.rule("feeder", "a", share_percent=50, filter_service_name="feeder")
    charges("feeder", "12")
    changed(
        "hub", shares(c=100), shares(d=100), filter_pool="hub", filter_service_name=None, stage="business"
    )
    # One rule fills another pool.
    changed("fills", [("p1", {})], [("p2", {})], method="direct", target_kind="pool")
    charges("fills", "11")
    for pool, target in (("p1", "a"), ("p2", "b")):
        company.rule(pool, target, method="even", filter_pool=pool)
    return company


def built(versions: str, folder: Path, dbt_of: Callable[[Path], Dbt]) -> Dbt:
    folder.mkdir(exist_ok=True)
    dbt = dbt_of(make_home(folder / "home"))
    allocate(company_of(versions), dbt, folder).check()
    return dbt


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt]) -> Dbt:
    """Rules that changed in February, built with every data test on them."""
    return built("both", tmp_path_factory.mktemp("compared"), dbt_of)


def borne(dbt: Dbt, rule_id: str, period: str) -> list[dict[str, Decimal]]:
    """What each target bears in a period with the old and with the new version, nothing left out."""
    rows = dbt.rows(
        "select target_id, effective_cost_from_version, effective_cost_to_version"
        f" from allocation.rpt_rule_diff where rule_id = '{rule_id}' and billing_period = '{period}'"
    )
    return [{row[0]: row[side] for row in rows if row[side]} for side in (1, 2)]


def amounts(**given: str) -> dict[str, Decimal]:
    return {target: Decimal(amount) for target, amount in given.items()}


def test_a_rule_with_one_version_has_no_row(compared: Dbt) -> None:
    rows = compared.rows("select distinct rule_id, from_version, to_version from allocation.rpt_rule_diff")
    changed = {"shares", "same", "driver", "wide", "narrow", "outbid", "direct", "small", "hub", "fills"}
    assert sorted(rows) == sorted((rule_id, 1, 2) for rule_id in changed)


def test_shares_are_handed_out_exactly(compared: Dbt) -> None:
    for period, days, in_force in (("2030-01", 2, 1), ("2030-02", 1, 2)):
        amount = days * Decimal("10.000000000001")
        old, new = borne(compared, "shares", period)
        assert old == handed_out(amount, {"a": Decimal(60), "b": Decimal(40)})
        assert new == handed_out(amount, {"a": Decimal(30), "b": Decimal(30), "keeper": Decimal(40)})
        versions = compared.rows(
            "select distinct version_in_force from allocation.rpt_rule_diff"
            f" where rule_id = 'shares' and billing_period = '{period}'"
        )
        assert versions == [(in_force,)]


def test_a_version_that_says_the_same_changes_nothing(compared: Dbt) -> None:
    changes = ", ".join(f"{measure}_change, {measure}_reporting_change" for measure in MEASURES)
    rows = compared.rows(f"select {changes} from allocation.rpt_rule_diff where rule_id = 'same'")
    assert len(rows) == 6
    assert {amount for row in rows for amount in row} == {Decimal(0)}


# Rule, what its targets bear in January with the old and with the new version.
JANUARIES = (
    # The month: 1 to 4; each day: 1 to 1, and all to b.
    ("driver", amounts(a="2.8", b="11.2"), amounts(a="3.5", b="10.5")),
    ("wide", amounts(a="6", y="0.000000000002", unallocated="4"), amounts(a="10.000000000002")),
    ("narrow", amounts(a="16"), amounts(a="8", b="8")),
    ("outbid", amounts(a="12"), amounts(b="12")),
    ("direct", amounts(a="8"), amounts(p="8")),
    ("small", amounts(a="18"), amounts(keeper="18")),
    # Charges of its own, and half of what feeds it; the other half stays with a.
    ("hub", amounts(c="14", a="12"), amounts(d="14", a="12")),
    ("fills", amounts(a="22"), amounts(b="22")),
)  # fmt: skip


@pytest.mark.parametrize(("rule_id", "old", "new"), JANUARIES, ids=[rule_id for rule_id, _, _ in JANUARIES])
def test_who_gains_and_who_loses(
    compared: Dbt, rule_id: str, old: dict[str, Decimal], new: dict[str, Decimal]
) -> None:
    assert borne(compared, rule_id, "2030-01") == [old, new]


def test_what_is_tried_is_allocated_to_nobody(compared: Dbt) -> None:
    """In January the old versions count; the trace knows no way of the new."""
    assert compared.rows(
        "select count(*) from allocation.fct_allocated_costs"
        " where rule_version = 2 and billing_period = '2030-01'"
    ) == [(0,)]
    chains = compared.rows(
        "select target_id, count(*) from allocation.fct_allocation_trace"
        " where step_kind = 'pool_to_pool' group by target_id"
    )
    assert chains == [("hub", 2)]


@pytest.mark.prove
def test_what_is_tried_is_what_would_be(compared: Dbt, tmp_path: Path, dbt_of: Callable[[Path], Dbt]) -> None:
    """The change is that between companies with one version each, for every target and measure."""
    allocated = {}
    for versions in ("old", "both", "new"):
        dbt = compared if versions == "both" else built(versions, tmp_path / versions, dbt_of)
        sums: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
        for measure in MEASURES:
            for period, kind, target, amount in dbt.rows(
                f"select billing_period, target_kind, target_id, sum({measure})"
                " from allocation.fct_allocated_costs group by billing_period, target_kind, target_id"
            ):
                sums[measure, period, kind, target] += amount
        allocated[versions] = sums
    changes: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for measure in MEASURES:
        for period, kind, target, amount in compared.rows(
            f"select billing_period, target_kind, target_id, sum({measure}_change)"
            " from allocation.rpt_rule_diff group by billing_period, target_kind, target_id"
        ):
            changes[measure, period, kind, target] = amount
    keys = set().union(*allocated.values())
    for key in keys:
        before, after = ("both", "new") if key[1] == "2030-01" else ("old", "both")
        assert changes[key] == allocated[after][key] - allocated[before][key], key
    assert set(changes) <= keys
    assert sum(1 for amount in changes.values() if amount) > 40
