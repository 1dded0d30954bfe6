"""Month-end estimates on series nobody tuned them on, beside the run rate and the last week repeated."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from running_dbt import Dbt, make_home

SERIES = 150
FIRST, LAST = date(2026, 1, 1), date(2026, 9, 30)
# Months from which on an estimate is judged: those before are history.
JUDGED_FROM = "2026-05"
DAYS = (5, 10, 20)
SEED = 20261201


def series(number: int) -> list[Decimal]:
    """Cost per day: a weekly season, growth, noise, and in every third series a lasting step of its level."""
    drawn = random.Random(SEED * 1000 + number)
    level = drawn.uniform(20, 2000)
    growth = drawn.gauss(0.015, 0.02) / 7
    weekend = drawn.uniform(0.3, 1.1)
    step_on = drawn.randrange(60, 260) if number % 3 == 0 else None
    step = drawn.choice((0.6, 1.5, 1.9))
    costs = []
    for day in range((LAST - FIRST).days + 1):
        now = level * (1 + growth) ** day * (weekend if (FIRST + timedelta(day)).weekday() > 4 else 1)
        now *= step if step_on is not None and day >= step_on else 1
        costs.append(Decimal(f"{now * drawn.lognormvariate(0, 0.08):.6f}"))
    return costs


@pytest.fixture(scope="module")
def estimated(
    tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt], empty: Callable[[], Path]
) -> Path:
    """A warehouse with a budget per series, planned, and its tests passed."""
    home = make_home(tmp_path_factory.mktemp("estimates"))
    warehouse = home / "warehouse" / "ai_finops.duckdb"
    warehouse.write_bytes(empty().read_bytes())
    costs = home / "costs.csv"
    with costs.open("w") as file:
        file.write("provider,day,cost\n")
        for number in range(SERIES):
            for day, cost in enumerate(series(number)):
                file.write(f"v{number},{FIRST + timedelta(day)},{cost}\n")
    with duckdb.connect(str(warehouse)) as con:
        con.execute(
            "create temp table given as select provider, day, provider || day as charge_id, cost"
            f" from read_csv('{costs}', types = {{'cost': 'decimal(28,12)'}})"
        )
        con.execute(
            "insert into core.fct_costs (charge_id, source_name, delivery_scope, provider_name,"
            " charge_category, billing_period, billing_currency, reporting_currency, charge_period_start,"
            " billed_cost, effective_cost, billed_cost_reporting, effective_cost_reporting, cost_origin)"
            " select charge_id, 'focus', provider, provider, 'Usage', strftime(day, '%Y-%m'), 'USD', 'USD',"
            " day, cost, cost, cost, cost, 'provider_bill' from given"
        )
        con.execute(
            "insert into core.fct_cost_purposes (charge_id, charge_date) select charge_id, day from given"
        )
        con.execute(
            "insert into core.fct_day_completeness (source_name, delivery_scope, billing_currency,"
            " charge_date, is_complete, reason)"
            " select 'focus', provider, 'USD', day, true, 'invoiced' from given"
        )
        con.execute(
            "insert into core.fct_budgets (budget_id, budget_name, budget_version, budget_status, scope_kind,"
            " scope_value, billing_period, amount, currency_code, cost_basis)"
            " select provider || strftime(day, '%Y-%m'), 'b', 1, 'approved', 'provider', provider,"
            " strftime(day, '%Y-%m'), 1000.03, 'USD', 'billed' from given"
            " group by provider, strftime(day, '%Y-%m')"
        )
    dbt_of(home)("build", "-s", "path:models/marts/planning/budgets", "path:tests/planning").check()
    return warehouse


def test_the_estimate_beats_run_rate_and_the_repeated_week(estimated: Path) -> None:
    """Error over actual (WAPE) at day 5, 10 and 20, months judged out of sample."""
    with duckdb.connect(str(estimated), read_only=True) as con:
        found = con.execute(
            """
            with ended as (
                select scope_key, billing_period, amount_to_date as final_amount
                from planning.int_month_estimates where days_left = 0 and billing_period >= ?
            )
            select
                days_over,
                sum(abs(month_end_estimate - final_amount)) / sum(final_amount) as damped_drift,
                sum(abs(naive_estimate - final_amount)) / sum(final_amount) as seasonal_naive,
                sum(abs(run_rate_estimate - final_amount)) / sum(final_amount) as run_rate,
                count(*)
            from planning.int_month_estimates inner join ended using (scope_key, billing_period)
            where days_over in (5, 10, 20)
            group by 1 order by 1
            """,
            [JUDGED_FROM],
        ).fetchall()
    print("\nday of month, damped drift, week repeated, run rate (WAPE):", *found, sep="\n")
    assert [row[0] for row in found] == list(DAYS)
    for _, damped_drift, seasonal_naive, run_rate, count in found:
        assert count == SERIES * 5
        assert damped_drift < seasonal_naive < run_rate


def test_four_of_five_months_end_within_the_band(estimated: Path) -> None:
    with duckdb.connect(str(estimated), read_only=True) as con:
        found = con.execute(
            """
            with ended as (
                select budget_id, actual_to_date as final_amount
                from planning.fct_budget_status
                where as_of_date = last_day(as_of_date) and billing_period >= ?
            )
            select
                extract('day' from as_of_date) as day,
                avg(case when final_amount between lowest_estimate and highest_estimate then 1.0 else 0 end),
                count(*) filter (where month_end_estimate not between lowest_estimate and highest_estimate)
            from planning.fct_budget_status inner join ended using (budget_id)
            where lowest_estimate is not null and extract('day' from as_of_date) in (5, 10, 20)
            group by 1 order by 1
            """,
            [JUDGED_FROM],
        ).fetchall()
    print("\nday of month, part of months within the band:", *found, sep="\n")
    assert [row[0] for row in found] == list(DAYS)
    for _, held, outside in found:
        assert outside == 0
        assert 0.7 <= held <= 0.95


def test_no_band_without_nine_past_estimates(estimated: Path) -> None:
    with duckdb.connect(str(estimated), read_only=True) as con:
        assert con.execute(
            "select count(*) from planning.fct_budget_status where billing_period <= '2026-02'"
            " and lowest_estimate is not null and as_of_date != last_day(as_of_date)"
        ).fetchone() == (0,)
        assert con.execute(
            "select count(*) from planning.fct_budget_status where (lowest_estimate is null)"
            " != (band_missing_reason is not null)"
        ).fetchone() == (0,)
