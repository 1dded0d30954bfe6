"""Shapley values and footing, as dbt compiles them, against every order of the factors in exact fractions."""

import random
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial, prod

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest

from running_dbt import invoke, make_home

MARK = "\n-- next macro\n"
COUNTS = (1, 2, 3, 5, 8, 10)
UNIT = Decimal("1e-12")
# A state of the factors of a product, and a product in both states.
State = list[Fraction]
Product = tuple[State, State]


def factors_of(count: int) -> list[str]:
    return [f"f{number}" for number in range(count)]


def shapley(count: int) -> str:
    factors = factors_of(count)
    return f"{{{{ shapley('given', ['id'], {factors}) }}}}"


def footed(count: int) -> str:
    return f"{{{{ footed('parts', ['id'], {factors_of(count)}, 'total') }}}}"


@pytest.fixture(scope="module")
def compiled(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], str]:
    """The SQL of both macros for each number of factors, by one dbt command."""
    folder = tmp_path_factory.mktemp("shapley")
    wanted = {("shapley", count): shapley(count) for count in COUNTS}
    wanted |= {("footed", count): footed(count) for count in COUNTS}
    wanted["is_rounding", 0] = "{{ is_rounding('left_over', 'total') }}"
    run, result = invoke(
        make_home(folder / "home"),
        folder / "target",
        "compile",
        "--inline",
        MARK.join(wanted.values()),
        manifest=manifest,
    )
    run.check()
    return dict(zip(wanted, result.results[0].node.compiled_code.split(MARK), strict=True))


def brute_force(products: list[Product]) -> list[Fraction]:
    """Average over all orders: 2^f corners of the sum of products, in fractions."""
    count = len(products[0][0])
    corner: dict[frozenset[int], Fraction] = {}
    for size in range(count + 1):
        for changed in combinations(range(count), size):
            corner[frozenset(changed)] = sum(
                (
                    prod(
                        (compared if number in changed else base)
                        for number, (base, compared) in enumerate(zip(*one, strict=True))
                    )
                    for one in products
                ),
                Fraction(0),
            )
    values = []
    for factor in range(count):
        value = Fraction(0)
        for changed, cost in corner.items():
            if factor not in changed:
                weight = Fraction(
                    factorial(len(changed)) * factorial(count - len(changed) - 1), factorial(count)
                )
                value += weight * (corner[changed | {factor}] - cost)
        values.append(value)
    return values


def evaluate(sql: dict[tuple[str, int], str], sums: list[list[Product]]) -> list[list[Decimal]]:
    """What the macro gives for sums of products, a row per product, added up."""
    count = len(sums[0][0][0])
    names = [f"{factor}_{state}" for state in ("base", "compared") for factor in factors_of(count)]
    rows = [
        [number, *(float(value) for state in one for value in state)]
        for number, products in enumerate(sums)
        for one in products
    ]
    con = duckdb.connect()
    con.execute(f"create table given (id integer, {', '.join(f'{name} double' for name in names)})")
    con.executemany(f"insert into given values ({', '.join('?' * (len(names) + 1))})", rows)
    added = ", ".join(f"sum({factor})" for factor in factors_of(count))
    found = con.execute(f"select {added} from ({sql['shapley', count]}) group by id order by id").fetchall()
    return [list(row) for row in found]


def products(dice: random.Random, count: int) -> list[Product]:
    """A few products of factors of all sizes, some of them 0, some unchanged, some negative."""

    def state_of(before: State | None) -> State:
        state = []
        for number in range(count):
            chance = dice.random()
            if before is not None and chance < 0.2:
                state.append(before[number])
            elif chance < 0.3:
                state.append(Fraction(0))
            else:
                state.append(Fraction(dice.choice([1, 1, 1, -1]) * dice.lognormvariate(0, 1)))
        return state

    made = []
    for _ in range(dice.randint(1, 4)):
        base = state_of(None)
        made.append((base, state_of(base)))
    return made


@pytest.mark.parametrize("count", COUNTS)
def test_values_are_those_of_every_order(compiled: dict[tuple[str, int], str], count: int) -> None:
    dice = random.Random(5000 + count)
    sums = [products(dice, count) for _ in range(60 if count < 8 else 12)]
    sums.append([([Fraction(0)] * count, [Fraction(1)] * count)])
    sums.append([([Fraction(3)] * count, [Fraction(3)] * count)])
    found = evaluate(compiled, sums)
    for one, values in zip(sums, found, strict=True):
        expected = brute_force(one)
        size = max(
            (abs(prod(max(abs(a), abs(b)) for a, b in zip(*each, strict=True))) for each in one),
            default=Fraction(0),
        )
        allowed = len(one) * Fraction(1, 10**12) + size / 10**14
        wrong = [
            (value, float(exact))
            for value, exact in zip(values, expected, strict=True)
            if abs(Fraction(value) - exact) > allowed
        ]
        assert wrong == [], one


def test_every_order_treats_equals_alike() -> None:
    """The expectation itself: it adds up, and gives equal factors equal values."""
    values = brute_force([([Fraction(1)] * 4, [Fraction(2)] * 4)])
    assert values == [Fraction(15, 4)] * 4


@pytest.mark.parametrize("count", COUNTS)
def test_parts_foot_to_the_last_unit(compiled: dict[tuple[str, int], str], count: int) -> None:
    """Parts that are off by some units add up; the largest one takes them, and no other one moves."""
    dice = random.Random(6000 + count)
    con = duckdb.connect()
    names = factors_of(count)
    columns = ", ".join(f"{name} decimal(28, 12)" for name in ["total", *names])
    con.execute(f"create table parts (id integer, {columns})")
    given = []
    for number in range(200):
        parts = [
            dice.choice([0, 1, -1]) * Decimal(dice.randint(0, 10 ** dice.randint(1, 25))) * UNIT
            for _ in names
        ]
        if number % 5 == 0:
            parts = [parts[0]] * count
        given.append((parts, sum(parts) + dice.randint(-9, 9) * UNIT))
    con.executemany(
        f"insert into parts values ({', '.join('?' * (count + 2))})",
        [[number, str(total), *map(str, parts)] for number, (parts, total) in enumerate(given)],
    )
    found = con.execute(f"select * from ({compiled['footed', count]}) order by id").fetchall()
    for (parts, total), (_, *shares, left_over) in zip(given, found, strict=True):
        assert sum(shares) == total
        assert left_over == total - sum(parts)
        largest = next(place for place, part in enumerate(parts) if abs(part) == max(map(abs, parts)))
        moved = [place for place in range(count) if shares[place] != parts[place]]
        assert moved == ([largest] if left_over else [])


def test_a_missing_part_is_left_over_not_lost(compiled: dict[tuple[str, int], str]) -> None:
    con = duckdb.connect()
    con.execute(
        "create table parts as select 1 as id, cast(5.5 as decimal(28, 12)) as total,"
        " cast(null as decimal(28, 12)) as f0, cast(2 as decimal(28, 12)) as f1"
    )
    row = con.execute(f"select * from ({compiled['footed', 2]})").fetchone()
    assert row == (1, Decimal(0), Decimal("5.5"), Decimal("3.5"))


def test_rounding_is_little(compiled: dict[tuple[str, int], str]) -> None:
    con = duckdb.connect()
    pairs = "(0.000000001, 0), (0.000000002, 0), (-0.5, 1e9), (0.0005, 1e9)"
    rows = f"select * from (values {pairs}) as pairs (left_over, total)"
    found = con.execute(f"select {compiled['is_rounding', 0]} from ({rows})").fetchall()
    assert [one for (one,) in found] == [True, False, False, True]
