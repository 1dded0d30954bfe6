"""Cost bridge: one thing is changed at a time between two months, and the whole change is laid to it.

Each scenario is a reporting currency of its own, so that one run answers them all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from running_dbt import Dbt, make_home

BRIDGE = "path:models/marts/unit_economics/bridge"
MONTHS = ("2026-08", "2026-09")
MILLION = Decimal(1_000_000)
# List prices of a million tokens of the model `big`; of `small` a tenth.
PRICES = {"input": Decimal(3), "cache_read": Decimal("0.3"), "output": Decimal(15), "reasoning": Decimal(12)}
SIZE = {"big": Decimal(1), "small": Decimal("0.1")}
Drivers = dict[str, Decimal]


@dataclass
class Use:
    """What a team used of a model in a month, and what it is billed for it."""

    team: str = "search"
    model: str = "big"
    tier: str = "standard"
    requests: int | None = 1000
    per_request: int = 7000
    # Parts of the tokens of one request.
    parts: dict[str, Decimal] = field(
        default_factory=lambda: {
            "input": Decimal("0.5"), "cache_read": Decimal("0.3"), "output": Decimal("0.15"),
            "reasoning": Decimal("0.05"),
        }
    )  # fmt: skip
    list_part: Decimal = Decimal(1)
    tier_part: Decimal = Decimal(1)
    contract: Decimal = Decimal(1)
    billed: Decimal = Decimal(1)
    fx: Decimal = Decimal(1)
    has_usage: bool = True
    has_list: bool = True
    has_rate: bool = True
    # What is said: tokens in the bill, tier and account in usage, account and reasoning in the bill.
    bill_states_tokens: bool = False
    usage_has_tier: bool = True
    usage_has_account: bool = True
    bill_has_account: bool = True
    bill_has_reasoning: bool = True
    account: str | None = None

    def tokens(self, token_class: str) -> Decimal:
        """Tokens of a class; a use whose requests are not counted has a thousand."""
        return (self.requests or 1000) * self.per_request * self.parts[token_class]

    def list_cost(self, token_class: str) -> Decimal:
        price = PRICES[token_class] * SIZE[self.model] * self.list_part * self.tier_part / MILLION
        return self.tokens(token_class) * price

    def cost(self, token_class: str) -> Decimal:
        return self.list_cost(token_class) * self.contract * self.billed

    def costs(self) -> dict[str | None, Decimal]:
        """What is billed, by class."""
        found: dict[str | None, Decimal] = {}
        for token_class in self.parts:
            billed = "output" if token_class == "reasoning" and not self.bill_has_reasoning else token_class
            found[billed] = found.get(billed, Decimal(0)) + self.cost(token_class)
        return found

    def project(self) -> str:
        return self.account or f"project of {self.team}"


@dataclass
class Amount:
    """A charge that is no use of tokens."""

    cost_part: str = "direct"
    category: str = "Usage"
    service_category: str = "Compute"
    unit: str = "Hours"
    cost: Decimal | None = Decimal(100)
    fx: Decimal = Decimal(1)
    has_rate: bool = True
    restated: bool = False
    team: str = "search"

    def costs(self) -> dict[str | None, Decimal | None]:
        return {None: self.cost}

    def project(self) -> str:
        return f"project of {self.team}"


Side = list[Use | Amount]


def parts(**given: str) -> dict[str, Decimal]:
    return {name: Decimal(text) for name, text in given.items()}


CACHED = parts(input="0.2", cache_read="0.6", output="0.15", reasoning="0.05")
LONGER = parts(input="0.25", cache_read="0.15", output="0.45", reasoning="0.15")
THOUGHTFUL = parts(input="0.5", cache_read="0.3", output="0.05", reasoning="0.15")
BATCH = {"tier": "batch", "tier_part": Decimal("0.5")}

# Scenario: (base, compared, the drivers that do something).
SCENARIOS: dict[str, tuple[Side, Side, set[str]]] = {
    "nothing": ([Use()], [Use()], set()),
    "requests": ([Use()], [Use(requests=1337)], {"requests"}),
    "tokens": ([Use(requests=None)], [Use(requests=None, per_request=9001)], {"tokens"}),
    "per request": ([Use()], [Use(per_request=8123)], {"tokens_per_request"}),
    "cache": ([Use()], [Use(parts=CACHED)], {"cache_share"}),
    "output": ([Use()], [Use(parts=LONGER)], {"output_share"}),
    "reasoning": ([Use()], [Use(parts=THOUGHTFUL)], {"reasoning_share"}),
    "list price": ([Use()], [Use(list_part=Decimal("0.7"))], {"list_price"}),
    "contract": ([Use()], [Use(contract=Decimal("0.85"))], {"contract"}),
    "billing": ([Use()], [Use(billed=Decimal("1.07"))], {"billing"}),
    "rate": ([Use(fx=Decimal("1.08"))], [Use(fx=Decimal("1.17"))], {"exchange_rate"}),
    "model mix": (
        [Use(requests=600), Use(model="small", requests=400)],
        [Use(requests=100), Use(model="small", requests=900)],
        {"model_mix"},
    ),
    "tier mix": (
        [Use(requests=600), Use(requests=400, **BATCH)],
        [Use(requests=100), Use(requests=900, **BATCH)],
        {"tier_mix"},
    ),
    "first batch": ([Use()], [Use(requests=250), Use(requests=750, **BATCH)], {"tier_mix"}),
    "tier price": (
        [Use(), Use(**BATCH)],
        [Use(), Use(tier="batch", tier_part=Decimal("0.6"))],
        {"tier_price"},
    ),
    "scope mix": (
        [Use(requests=500), Use(team="assist", model="small", requests=500)],
        [Use(requests=800), Use(team="assist", model="small", requests=200)],
        {"scope_mix"},
    ),
    "new": ([Use()], [Use(), Use(model="small")], {"new", "requests", "model_mix"}),
    "gone": ([Use(), Use(model="small")], [Use()], {"gone", "requests", "model_mix"}),
    "moved": ([Use()], [Use(model="small")], {"new", "gone"}),
    "no usage": ([Use(has_usage=False)], [Use(requests=1100)], {"token_cost"}),
    "no list": (
        [Use(has_list=False)],
        [Use(has_list=False, billed=Decimal("1.5"))],
        {"unit_price"},
    ),
    "other classes": (
        [Use(has_list=False, bill_has_reasoning=False)],
        [Use(has_list=False, bill_has_reasoning=False, billed=Decimal("1.5"))],
        {"unit_price"},
    ),
    "reasoning unbilled": (
        [Use(bill_has_reasoning=False)],
        [Use(bill_has_reasoning=False, parts=THOUGHTFUL)],
        {"reasoning_share"},
    ),
    "usage without tier": (
        [Use(**BATCH, usage_has_tier=False)],
        [Use(**BATCH, usage_has_tier=False, requests=2000)],
        {"requests"},
    ),
    "usage without account": (
        [Use(usage_has_account=False)],
        [Use(usage_has_account=False, requests=2000)],
        {"requests"},
    ),
    "bill without account": (
        [Use(bill_has_account=False), Use(bill_has_account=False, team="assist")],
        [Use(bill_has_account=False, per_request=9000, team=team) for team in ("search", "assist")],
        {"tokens_per_request"},
    ),
    "one account of two": (
        [Use(account="all"), Use(account="all", team="assist")],
        [Use(account="all", requests=1500), Use(account="all", team="assist", requests=1500)],
        {"requests"},
    ),
    "bill states": (
        [Use(bill_states_tokens=True)],
        [Use(bill_states_tokens=True, parts=CACHED)],
        {"cache_share"},
    ),
    "compute": ([Amount()], [Amount(cost=Decimal("133.000000000007"))], {"compute"}),
    "machine rate": ([Amount(fx=Decimal("1.1"))], [Amount(fx=Decimal("1.3"))], {"exchange_rate"}),
    "seats": ([], [Amount(category="Purchase", unit="Seats")], {"seats"}),
    "credits": ([Amount(cost_part="credit", cost=Decimal(-7))], [], {"credits"}),
    "tax": ([Amount(cost_part="tax")], [Amount(cost_part="tax", cost=Decimal(90))], {"tax"}),
    "idle": ([Amount(cost_part="idle")], [], {"idle"}),
    "shared": ([Amount(cost_part="shared")], [], {"shared"}),
    "unused": ([], [Amount(cost_part="unused_commitment")], {"unused_commitments"}),
    "correction": ([], [Amount(category="Adjustment", cost=Decimal(-3))], {"corrections"}),
    "late": ([Amount()], [Amount(), Amount(restated=True, cost=Decimal("0.37"))], {"restatements"}),
}
NO_RATE = "no rate"
NO_COST = "no effective cost"


def write(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    for row in rows:
        con.execute(
            f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values())
        )


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Tables that the bridge reads, with every scenario in them."""
    number = 0
    sides = {name: (base, compared) for name, (base, compared, _) in SCENARIOS.items()}
    sides[NO_RATE] = ([Amount(has_rate=False)], [Amount(has_rate=False, cost=Decimal(140))])
    sides[NO_COST] = ([Amount(cost=None), Amount()], [Amount(cost=None), Amount()])
    for name, both in sides.items():
        for month, side in zip(MONTHS, both, strict=True):
            for one in side:
                for token_class, cost in one.costs().items():
                    number += 1
                    charge(con, f"c{number}", name, month, one, token_class, cost)
                if isinstance(one, Use) and one.has_usage:
                    used(con, name, month, one)
    write(con, "core.dim_comparison", [{
        "comparison_name": "two days", "base_from": "2026-08-15", "base_before": "2026-08-16",
        "compared_from": "2026-09-15", "compared_before": "2026-09-16",
    }])  # fmt: skip
    con.execute(
        "insert into core.dim_ai_model (provider_name, model_name, model_id)"
        " select distinct provider_name, model_name, model_name from core.fct_costs"
        " where model_name is not null"
    )


def charge(
    con: duckdb.DuckDBPyConnection,
    charge_id: str,
    name: str,
    month: str,
    one: Use | Amount,
    token_class: str | None,
    cost: Decimal | None,
) -> None:
    is_use = isinstance(one, Use)
    common = {
        "charge_id": charge_id, "provider_name": name, "billing_currency": "EUR",
    }  # fmt: skip
    write(con, "core.fct_costs", [{
        **common, "billing_period": month, "cost_origin": "provider_bill",
        "charge_category": "Usage" if is_use else one.category,
        "service_category": "AI and Machine Learning" if is_use else one.service_category,
        "pricing_unit": "Tokens" if is_use else one.unit,
        "sub_account_id": one.project() if not is_use or one.bill_has_account else None,
        "token_class": token_class,
        "service_tier": one.tier if is_use else None, "model_name": one.model if is_use else None,
        "token_quantity": one.tokens(token_class) if is_use and one.bill_states_tokens else None,
        "charge_period_start": f"{month}-15",
    }])  # fmt: skip
    has_rate = one.has_rate
    allocated = {
        **common, "target_kind": "team", "target_id": one.team, "team": one.team, "effective_cost": cost,
        "cost_part": "direct" if is_use else one.cost_part, "reporting_currency": name,
        "effective_cost_reporting": None if cost is None or not has_rate else cost * one.fx,
    }  # fmt: skip
    if not is_use and one.restated:
        write(con, "allocation.fct_restatements", [{**allocated, "reference_period": month}])
    else:
        write(con, "allocation.fct_allocated_costs", [{
            **allocated, "billing_period": month, "charge_date": f"{month}-15",
            "charge_category": "Usage" if is_use else one.category,
            "model_name": one.model if is_use else None,
        }])  # fmt: skip


def used(con: duckdb.DuckDBPyConnection, name: str, month: str, one: Use) -> None:
    common = {
        "provider_name": name, "billing_period": month, "usage_date": f"{month}-15", "usage_role": "counts",
        "sub_account_id": one.project() if one.usage_has_account else None, "model_name": one.model,
        "service_tier": one.tier if one.usage_has_tier else None,
    }  # fmt: skip
    write(con, "unit_economics.fct_priced_usage", [
        {
            **common, "usage_unit": "tokens", "token_class": token_class, "quantity": one.tokens(token_class),
            "list_cost": one.list_cost(token_class) if one.has_list else None,
            "contracted_cost": one.list_cost(token_class) * one.contract if one.has_list else None,
            "list_currency": "EUR" if one.has_list else None,
            "contracted_currency": "EUR" if one.has_list else None,
        }
        for token_class in one.parts
    ])  # fmt: skip
    if one.requests is not None:
        write(con, "core.fct_token_usage", [common | {"usage_unit": "requests", "quantity": one.requests}])


@pytest.fixture(scope="module")
def bridge(
    tmp_path_factory: pytest.TempPathFactory,
    dbt_of: Callable[[Path], Dbt],
    empty: Callable[[], Path],
) -> Path:
    """A warehouse with the bridge of every scenario, its tests passed."""
    home = make_home(tmp_path_factory.mktemp("bridge"))
    warehouse = home / "warehouse" / "ai_finops.duckdb"
    warehouse.write_bytes(empty().read_bytes())
    with duckdb.connect(str(warehouse)) as con:
        fill(con)
    dbt_of(home)("build", "-s", BRIDGE).check()
    return warehouse


def drivers_of(
    bridge: Path, currency: str, scope: str = "company", comparison: str = "2026-09 against 2026-08"
) -> Drivers:
    with duckdb.connect(str(bridge), read_only=True) as con:
        rows = con.execute(
            "select driver, amount from unit_economics.fct_cost_bridge"
            " where currency = ? and scope_value = ? and comparison_id = ? and amount != 0",
            [currency, scope, comparison],
        ).fetchall()
    return dict(rows)


def cost_of(side: Side) -> Decimal:
    return sum(
        (cost * one.fx for one in side for cost in one.costs().values() if cost is not None), Decimal(0)
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_whole_change_is_laid_to_what_changed(bridge: Path, name: str) -> None:
    base, compared, expected = SCENARIOS[name]
    found = drivers_of(bridge, name)
    change = cost_of(compared) - cost_of(base)
    assert sum(found.values()) == change
    # Doubles may leave a unit or two of 1e-12 with a factor that did nothing.
    told = {driver for driver, amount in found.items() if abs(amount) > Decimal("1e-10")}
    assert told == expected
    if len(expected) == 1:
        assert abs(found[expected.pop()] - change) <= Decimal("1e-10")


@pytest.mark.parametrize("name", SCENARIOS)
def test_days_that_hold_the_same_say_the_same(bridge: Path, name: str) -> None:
    assert drivers_of(bridge, name, comparison="stated: two days") == drivers_of(bridge, name)


def test_a_new_model_is_all_that_it_costs(bridge: Path) -> None:
    whole = cost_of([Use(model="small")])
    assert drivers_of(bridge, "new")["new"] == whole
    assert drivers_of(bridge, "gone")["gone"] == -whole


def test_a_team_sees_its_part(bridge: Path) -> None:
    """What one team gains of the company's requests the other loses; both add up to the company."""
    teams = [drivers_of(bridge, "scope mix", team) for team in ("search", "assist")]
    assert [sorted(told) for told in teams] == [["scope_mix"], ["scope_mix"]]
    assert teams[0]["scope_mix"] > 0 > teams[1]["scope_mix"]
    company = drivers_of(bridge, "scope mix")
    assert sum(told["scope_mix"] for told in teams) == company["scope_mix"]
    assert drivers_of(bridge, "scope mix", "no_product") == company


def test_cost_without_a_rate_stays_in_its_currency(bridge: Path) -> None:
    assert drivers_of(bridge, NO_RATE) == {}
    assert drivers_of(bridge, "EUR") == {"compute": Decimal(40)}


def test_charges_without_effective_cost_are_a_row(bridge: Path) -> None:
    with duckdb.connect(str(bridge), read_only=True) as con:
        rows = con.execute(
            "select driver, amount, base_cost, compared_cost, reason from unit_economics.fct_cost_bridge"
            " where currency = ? and scope_kind = 'company' and comparison_kind = 'month_before'"
            " order by driver",
            [NO_COST],
        ).fetchall()
    assert rows == [
        ("compute", 0, 100, 100, "not_split"),
        ("without_effective_cost", None, 100, 100, "no_effective_cost"),
    ]


UNIT = "0.000000000001"
BRIDGE_TABLE = "unit_economics.fct_cost_bridge"
# What is broken by one unit of the last place, and the test that must say so.
MUTATIONS = {
    "a driver of the company": (
        f"update {BRIDGE_TABLE} set amount = amount + {UNIT} where scope_kind = 'company'"
        " and currency = 'requests' and driver = 'requests'",
        {"assert_cost_bridge_foots", "assert_team_bridges_add_up_to_company"},
    ),
    "two drivers of a team": (
        f"update {BRIDGE_TABLE} set amount = amount + case driver when 'requests' then {UNIT}"
        f" else -{UNIT} end where scope_kind = 'team' and currency = 'new' and driver in ('requests', 'new')",
        {"assert_team_bridges_add_up_to_company"},
    ),
    "a cost": (
        "update allocation.fct_allocated_costs"
        f" set effective_cost_reporting = effective_cost_reporting + {UNIT} where charge_id = 'c1'",
        {"assert_cost_bridge_conserves_allocated_cost", "assert_stated_bridges_conserve_allocated_cost"},
    ),
    "a lost team": (
        f"delete from {BRIDGE_TABLE} where scope_kind = 'team' and scope_value = 'assist'",
        {"assert_cost_bridge_conserves_allocated_cost", "assert_team_bridges_add_up_to_company"},
    ),
    "a factor": (
        "update unit_economics.int_bridge__parts set left_over = 0.00001 where cost_base < 1000",
        {"assert_bridge_factors_multiply_to_cost"},
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_unit_too_much_is_found(
    bridge: Path, tmp_path: Path, dbt_of: Callable[[Path], Dbt], name: str
) -> None:
    statement, expected = MUTATIONS[name]
    home = make_home(tmp_path / "home")
    warehouse = home / "warehouse" / "ai_finops.duckdb"
    warehouse.write_bytes(bridge.read_bytes())
    with duckdb.connect(str(warehouse)) as con:
        con.execute(statement)
    run = dbt_of(home)("test", "-s", BRIDGE, "--exclude", "test_type:unit")
    failed = {node.split(".")[2] for node, status in run.statuses.items() if status == "fail"}
    assert failed == expected
